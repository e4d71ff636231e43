import { expect, test } from 'vitest'
import { backOffDelay } from './back-off.ts'
import { createEmitter } from './emitter.ts'
import { createScope } from './scope.ts'
import { unreachable } from './unreachable.ts'

test('back-off doubles, is jittered, and is bounded', () => {
  const options = { firstMs: 100, mostMs: 1_000 }
  expect([0, 1, 2, 3, 4, 99].map((attempt) => backOffDelay(attempt, options, 0))).toEqual([
    50, 100, 200, 400, 500, 500,
  ])
  expect(backOffDelay(0, options, 0.999)).toBe(100)
  expect(backOffDelay(1_000_000, options, 0.999)).toBeLessThanOrEqual(1_000)
})

test('a scope undoes newest first, once, and at once when it is closed', () => {
  const undone: string[] = []
  const scope = createScope()
  scope.add(() => undone.push('first'))
  scope.add(() => undone.push('second'))
  scope.close()
  scope.close()
  scope.add(() => undone.push('late'))
  expect(undone).toEqual(['second', 'first', 'late'])
})

test('who stops listening while being told is not told again, others are', () => {
  const emitter = createEmitter<{ said: string }>()
  const heard: string[] = []
  const stop = emitter.on('said', (text) => {
    heard.push(`one ${text}`)
    stop()
  })
  emitter.on('said', (text) => heard.push(`other ${text}`))
  emitter.emit('said', 'a')
  emitter.emit('said', 'b')
  expect(heard).toEqual(['one a', 'other a', 'other b'])
})

test('an unhandled case is a bug', () => {
  expect(() => unreachable('new' as never)).toThrow('Unhandled case')
})
