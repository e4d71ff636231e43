import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchPage } from './page-activity.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('five minutes without a touch are away, the next touch is back, each told once', () => {
  const page = new EventTarget()
  const told: boolean[] = []
  const stop = watchPage(page, (isIdle) => told.push(isIdle))
  vi.advanceTimersByTime(4 * 60_000)
  page.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(4 * 60_000)
  expect(told).toEqual([])
  vi.advanceTimersByTime(2 * 60_000)
  page.dispatchEvent(new Event('pointermove'))
  page.dispatchEvent(new Event('pointermove'))
  expect(told).toEqual([true, false])
  stop()
  vi.advanceTimersByTime(10 * 60_000)
  expect(told).toEqual([true, false])
})
