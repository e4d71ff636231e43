import { expect, test } from 'vitest'
import { isQuietAt, quietHoursSchema } from './quiet-hours.ts'

const at = (time: string): Date => new Date(`2026-03-10T${time}:00`)

test.each([
  ['22:00', '07:00', '21:59', false],
  ['22:00', '07:00', '22:00', true],
  ['22:00', '07:00', '00:00', true],
  ['22:00', '07:00', '06:59', true],
  ['22:00', '07:00', '07:00', false],
  ['12:30', '13:15', '12:29', false],
  ['12:30', '13:15', '13:14', true],
  ['12:30', '13:15', '13:15', false],
  ['08:00', '08:00', '20:00', true],
])('quiet from %s to %s: at %s it is %s', (from, to, now, isQuiet) => {
  expect(isQuietAt({ from, to }, at(now))).toBe(isQuiet)
})

test('without quiet hours it is never quiet', () => {
  expect(isQuietAt(null, at('03:00'))).toBe(false)
})

test.each(['24:00', '7:00', '07:60', '', 'noon'])('%j is no time of day', (from) => {
  expect(quietHoursSchema.safeParse({ from, to: '07:00' }).success).toBe(false)
})
