import { expect, test } from 'vitest'
import { isToday, shortDay } from './short-day.ts'

const NOW = new Date(2026, 10, 28, 0, 30).getTime()
const at = (year: number, month: number, day: number, hours = 12): number =>
  new Date(year, month - 1, day, hours).getTime()

test('a day is named by what is said of it', () => {
  expect(shortDay(at(2026, 11, 28, 0), NOW)).toBe('Today')
  expect(shortDay(at(2026, 11, 27, 0), NOW)).toBe('Yesterday')
  expect(shortDay(at(2026, 11, 26), NOW)).toBe('Nov 26')
  expect(shortDay(at(2025, 11, 28), NOW)).toBe('Nov 28, 2025')
})

test('today begins at midnight', () => {
  expect(isToday(at(2026, 11, 28, 0), NOW)).toBe(true)
  expect(isToday(at(2026, 11, 27, 23), NOW)).toBe(false)
})
