import { expect, test } from 'vitest'
import { FakeContext } from '../../tests/support/render/fake-audio.ts'
import { boostThrough } from './boosted-sound.ts'
import { WITHOUT_MAKEUP } from './limiter.ts'

function createElement() {
  const context = new FakeContext()
  let contexts = 0
  const boost = boostThrough(() => {
    contexts += 1
    return context as unknown as AudioContext
  }, {} as HTMLMediaElement)
  return { context, boost, contexts: () => contexts }
}

test('what is as loud as it was recorded goes its own way', () => {
  const { boost, contexts } = createElement()
  boost(1)
  expect(contexts()).toBe(0)
})

test('what is louder goes through a limiter that adds nothing of its own', () => {
  const { context, boost, contexts } = createElement()
  boost(4)
  expect(context.audible()[0]).toBeCloseTo(4 * WITHOUT_MAKEUP)
  expect(context.all('compressor')).toHaveLength(1)
  boost(1)
  expect(context.audible()[0]).toBeCloseTo(WITHOUT_MAKEUP)
  expect(contexts()).toBe(1)
})
