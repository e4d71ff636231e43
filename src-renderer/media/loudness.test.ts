import { expect, test } from 'vitest'
import { levelled, rmsOf, toDecibels, toFactor, UNLEVELLED, type Levelling } from './loudness.ts'

/** So many seconds of one loudness, in steps of a tenth. */
function hear(decibels: number, seconds: number, from: Levelling = UNLEVELLED): Levelling {
  let state = from
  for (let step = 0; step < seconds * 10; step += 1)
    state = levelled(state, toFactor(decibels), 100)
  return state
}

test('voices come to the same loudness', () => {
  expect(-30 + hear(-30, 10).gainDb).toBeCloseTo(-23, 1)
  expect(-18 + hear(-18, 10).gainDb).toBeCloseTo(-23, 1)
})

test('nobody is changed by more than 9 dB', () => {
  expect(hear(-45, 30).gainDb).toBeCloseTo(9)
  expect(hear(-3, 30).gainDb).toBeCloseTo(-9)
})

test('the gain moves slowly, and the estimate follows over seconds', () => {
  expect(hear(-40, 1).gainDb).toBeCloseTo(3)
  const used = hear(-30, 20)
  const oneLoudWord = hear(-20, 0.3, used)
  expect(used.gainDb - oneLoudWord.gainDb).toBeLessThan(1)
})

test('silence changes nothing', () => {
  const used = hear(-30, 20)
  expect(hear(-60, 60, used)).toBe(used)
  expect(hear(-Infinity, 1)).toBe(UNLEVELLED)
})

test('root mean square and decibels', () => {
  expect(rmsOf(new Float32Array([0.5, -0.5]))).toBe(0.5)
  expect(rmsOf(new Float32Array())).toBe(0)
  expect(toDecibels(0.1)).toBeCloseTo(-20)
  expect(toFactor(6.0206)).toBeCloseTo(2, 3)
})
