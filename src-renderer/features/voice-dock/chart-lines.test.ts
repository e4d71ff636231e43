import { expect, test } from 'vitest'
import { linesOf, scaleOf } from './chart-lines.ts'

const SIZE = { width: 100, height: 50, top: 100, slots: 11 }

test('the newest value is at the right edge and older ones stand to its left', () => {
  expect(linesOf([0, 100], SIZE)).toEqual(['90,50 100,0'])
})

test('no more is shown than there is room for', () => {
  const many = Array.from({ length: 30 }, () => 50)
  expect(linesOf(many, SIZE)[0]?.split(' ')).toHaveLength(11)
  expect(linesOf(many, SIZE)[0]).toMatch(/^0,25 /)
})

test('the line breaks where nothing was measured', () => {
  expect(linesOf([50, 50, null, 50, 50], SIZE)).toEqual(['60,25 70,25', '90,25 100,25'])
})

test('a value alone is still something to see', () => {
  expect(linesOf([null, 100], SIZE)).toEqual(['100,0 100,0'])
})

test('what is higher than the scale stays inside', () => {
  expect(linesOf([50, 400], SIZE)).toEqual(['90,25 100,0'])
})

test('the scale is round, with room above, and never tiny', () => {
  expect(scaleOf([12, 30])).toBe(100)
  expect(scaleOf([140])).toBe(200)
})
