import { expect, test } from 'vitest'
import { FakeContext } from '../../tests/support/render/fake-audio.ts'
import { boostThrough } from './boosted-sound.ts'
import { toFactor } from './loudness.ts'

/** The makeup gain of the compressor is taken back. */
const FULL = toFactor(-1.71)

function createElement() {
  const context = new FakeContext()
  const element = Object.assign(new EventTarget(), { paused: true })
  let contexts = 0
  const boost = boostThrough(
    () => {
      contexts += 1
      return context as unknown as AudioContext
    },
    element as unknown as HTMLMediaElement,
  )
  const happen = (name: 'play' | 'pause'): void => {
    element.paused = name === 'pause'
    element.dispatchEvent(new Event(name))
  }
  return { context, boost, happen, contexts: () => contexts }
}

test('what is as loud as it was recorded goes its own way', () => {
  const { boost, contexts } = createElement()
  boost(1)
  expect(contexts()).toBe(0)
})

test('what is louder goes through a limiter that adds nothing of its own', () => {
  const { context, boost, contexts } = createElement()
  boost(4)
  expect(context.audible()[0]).toBeCloseTo(4 * FULL)
  expect(context.all('compressor')).toHaveLength(1)
  boost(1)
  expect(context.audible()[0]).toBeCloseTo(FULL)
  expect(contexts()).toBe(1)
})

test('while nothing plays nothing runs', () => {
  const { context, boost, happen } = createElement()
  boost(2)
  happen('play')
  expect(context.state).toBe('running')
  happen('pause')
  expect(context.state).toBe('suspended')
  boost(3)
  expect(context.state).toBe('suspended')
})
