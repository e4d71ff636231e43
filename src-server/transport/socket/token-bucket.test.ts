import { expect, test } from 'vitest'
import { createRequestBudget } from './request-budget.ts'
import { createTokenBucket } from './token-bucket.ts'

test('a burst passes, then one at the sustained pace', () => {
  const bucket = createTokenBucket({ burst: 3, perSecond: 10 })
  expect([0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0])
  expect(bucket.take(0)).toBe(100)
  expect(bucket.take(99)).toBeGreaterThan(0)
  expect(bucket.take(100)).toBe(0)
  expect(bucket.take(100)).toBe(100)
})

test('refused requests cost nothing, so waiting as told always helps', () => {
  const bucket = createTokenBucket({ burst: 1, perSecond: 10 })
  bucket.take(0)
  for (let now = 0; now < 100; now += 1) expect(bucket.take(now)).toBeGreaterThan(0)
  expect(bucket.take(100)).toBe(0)
})

test('a long quiet time fills it to the burst and no further', () => {
  const bucket = createTokenBucket({ burst: 2, perSecond: 10 })
  expect(bucket.isFull(0)).toBe(true)
  bucket.take(0)
  expect(bucket.isFull(50)).toBe(false)
  expect(bucket.isFull(1_000_000)).toBe(true)
  expect([1, 2, 3].map(() => bucket.take(1_000_000))).toEqual([0, 0, 100])
})

test('messages and other requests have budgets of their own', () => {
  const budget = createRequestBudget()
  for (let index = 0; index < 100; index += 1) expect(budget.take('message', 0)).toBe(0)
  expect(budget.take('message', 0)).toBeGreaterThan(0)
  expect(budget.take('request', 0)).toBe(0)
})

test('only a flood of refusals within ten seconds is a reason to cut', () => {
  const budget = createRequestBudget()
  for (let index = 0; index < 1_000; index += 1) expect(budget.isFlooding(index)).toBe(false)
  expect(budget.isFlooding(1_000)).toBe(true)
  const patient = createRequestBudget()
  for (let index = 0; index < 5_000; index += 1) expect(patient.isFlooding(index * 20)).toBe(false)
})
