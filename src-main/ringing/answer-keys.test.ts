import { expect, test } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import { createAnswerKeys } from './answer-keys.ts'
import type { Choice, Ring } from './ring-layer.ts'

function setUp(taken: readonly string[] = []) {
  const held = new Map<string, () => void>()
  const chosen: Choice[] = []
  const keys = createAnswerKeys(
    {
      register(accelerator, onPress) {
        if (taken.includes(accelerator)) return false
        held.set(accelerator, onPress)
        return true
      },
      unregisterAll: () => held.clear(),
    },
    'linux',
  )
  const ring: Ring = {
    call: {
      callId: callIdSchema.parse('11111111-1111-4111-8111-111111111111'),
      from: 'Anna',
      others: [],
    },
    ...{ isQuiet: false, isTest: false, open: () => undefined },
    answer: (choice) => void chosen.push(choice),
  }
  return { keys, held, chosen, start: () => keys.start(ring) }
}

test('keys answer while it rings, and belong to nobody before and after', () => {
  const { keys, held, chosen, start } = setUp()
  expect(held.size).toBe(0)
  start()
  held.get('CommandOrControl+Shift+A')?.()
  held.get('CommandOrControl+Shift+D')?.()
  expect(chosen).toEqual([{ kind: 'accept' }, { kind: 'decline', text: null }])
  expect(keys.held()).toEqual({ accept: 'Ctrl+Shift+A', decline: 'Ctrl+Shift+D' })
  keys.stop()
  expect(held.size).toBe(0)
  expect(keys.held()).toEqual({ accept: null, decline: null })
})

test('the report names the key that another program has', () => {
  const { keys, start } = setUp(['CommandOrControl+Shift+D'])
  start()
  const [layer] = keys.report()
  expect(layer?.ok).toBe(false)
  expect(layer?.detail).toMatch(/^Ctrl\+Shift\+D cannot/)
})
