import { expect, test } from 'vitest'
import { WAVEFORM_MAX_LENGTH } from '#shared/protocol/limits.ts'
import { FLAT, withPeak, type Waveform } from './waveform.ts'

const measure = (peaks: readonly number[]): Waveform => peaks.reduce(withPeak, FLAT)

test('peaks are kept as they come, as whole numbers, within their limits', () => {
  expect(measure([0, 0.5, 1, 2, -1]).peaks).toEqual([0, 128, 255, 255, 0])
})

test('a long recording has no more peaks than a message may have, and loses none of its loudest', () => {
  const count = 18_000
  // Loud once in each thousand.
  const long = measure(Array.from({ length: count }, (_, at) => (at % 1_000 === 0 ? 1 : 0.1)))
  expect(long.peaks.length).toBeLessThanOrEqual(WAVEFORM_MAX_LENGTH)
  expect(long.peaks.length).toBeGreaterThanOrEqual(WAVEFORM_MAX_LENGTH / 2)
  expect(long.peaks.filter((peak) => peak === 255)).toHaveLength(count / 1_000)
  expect(long.peaks.length * long.span).toBeGreaterThanOrEqual(count)
  expect((long.peaks.length - 1) * long.span).toBeLessThan(count)
})
