import { expect, test } from 'vitest'
import { decideRestart } from './restart-policy.ts'

test('the first restart comes within half a second', () => {
  expect(decideRestart([1_000], 1_000, 0.999)).toEqual({
    kind: 'restart',
    attempt: 1,
    delayMs: 500,
  })
})

test('each further crash within a minute waits longer', () => {
  const delays = [1, 2, 3, 4].map((count) => {
    const decision = decideRestart(
      Array.from({ length: count }, () => 0),
      0,
      0.999,
    )
    return decision.kind === 'restart' ? decision.delayMs : null
  })
  expect(delays).toEqual([500, 1_000, 1_999, 3_998])
})

test('five crashes in a minute end it', () => {
  expect(decideRestart([0, 1, 2, 3, 4], 5, 0.5)).toEqual({ kind: 'give-up' })
})

test('crashes of more than a minute ago are forgotten', () => {
  const decision = decideRestart([0, 1, 2, 3, 100_000], 100_000, 0.5)
  expect(decision).toMatchObject({ kind: 'restart', attempt: 1 })
})
