import { expect, test } from 'vitest'
import { toFactor } from './loudness.ts'
import { afterLevel, meterLevel, SILENCE } from './own-level.ts'

test('a meter runs from -60 dB to full scale, and shows silence as nothing', () => {
  expect(meterLevel(1)).toBe(1)
  expect(meterLevel(toFactor(-30))).toBe(0.5)
  expect(meterLevel(toFactor(-80))).toBe(0)
  expect(meterLevel(0)).toBe(0)
  expect(meterLevel(3)).toBe(1)
})

test('somebody speaks until it has been quiet for longer than a breath', () => {
  const speaking = afterLevel(SILENCE, toFactor(-30), 1_000)
  expect(speaking.isSpeaking).toBe(true)
  expect(afterLevel(speaking, 0, 1_299).isSpeaking).toBe(true)
  expect(afterLevel(speaking, 0, 1_300).isSpeaking).toBe(false)
  expect(afterLevel(SILENCE, toFactor(-50), 5).isSpeaking).toBe(false)
})
