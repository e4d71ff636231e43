import { expect, test } from 'vitest'
import { barsOf, minutesOf } from './playback.ts'

test('bars keep the loudest of each part, and are as many however many peaks there are', () => {
  const flat = barsOf(null)
  expect(new Set(flat).size).toBe(1)
  for (const length of [1, 7, 44, 256]) {
    const bars = barsOf(Array.from({ length }, (_, index) => (index === length - 1 ? 200 : 0)))
    expect(bars).toHaveLength(flat.length)
    expect(bars.at(-1)).toBe(1)
    expect(bars.every((bar) => bar > 0 && bar <= 1)).toBe(true)
  }
  expect(Math.max(...barsOf([0, 0, 0]))).toBeLessThan(0.1)
})

test.each([
  [0, '0:00'],
  [9.99, '0:09'],
  [75, '1:15'],
  [3_600, '60:00'],
])('%s seconds are %s', (seconds, text) => {
  expect(minutesOf(seconds)).toBe(text)
})
