import { expect, test } from 'vitest'
import { CALL_ALLOWANCE, VOICE_ALLOWANCE } from './allowance.ts'
import { createByteBudget } from './byte-budget.ts'

test('one voice never waits', () => {
  const budget = createByteBudget(VOICE_ALLOWANCE)
  for (let now = 0; now < 600_000; now += 20) expect(budget.take(200, now)).toBe(0)
})

test('what was held back may come at once, and a flood waits until its average is bearable', () => {
  const budget = createByteBudget(VOICE_ALLOWANCE)
  expect(budget.take(80_000, 0)).toBe(0)
  expect(budget.take(40_000, 0)).toBe(1_000)
  expect(budget.take(40_000, 1_000)).toBe(1_000)
  let now = 2_000
  let taken = 0
  while (now < 62_000) {
    taken += 64_000
    now += budget.take(64_000, now)
  }
  expect(taken).toBeLessThanOrEqual(60 * 40_000 + 64_000)
  expect(budget.take(200, now + 60_000)).toBe(0)
})

test('a call with a picture never waits', () => {
  const budget = createByteBudget(CALL_ALLOWANCE)
  // 2.5 Mb/s, and twice of it for five seconds while the browser tries what there is room for.
  for (let now = 0; now < 600_000; now += 20) {
    const bytes = now < 5_000 ? 12_500 : 6_250
    expect(budget.take(bytes, now)).toBe(0)
  }
  expect(budget.take(800_000, 600_000)).toBeGreaterThan(0)
})
