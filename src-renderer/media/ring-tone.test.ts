import { expect, test } from 'vitest'
import { RING_ROUND_S, ringSamples } from './ring-tone.ts'

const RATE = 16_000
const samples = ringSamples(RATE)

const loudest = (from: number, to: number): number =>
  Math.max(...[...samples.slice(from * RATE, to * RATE)].map(Math.abs))

test('a round is as long as it says and never clipped, not even at twice the volume', () => {
  expect(samples).toHaveLength(RING_ROUND_S * RATE)
  expect(loudest(0, RING_ROUND_S)).toBeGreaterThan(0.4)
  expect(loudest(0, RING_ROUND_S) * 2).toBeLessThanOrEqual(1)
})

test('it begins and ends in silence, so that rounds follow each other without a click', () => {
  expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.001)
  expect(loudest(RING_ROUND_S - 0.3, RING_ROUND_S)).toBeLessThan(0.002)
})

test('it is heard at once', () => {
  expect(loudest(0, 0.05)).toBeGreaterThan(0.2)
})
