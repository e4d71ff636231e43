import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchIdle } from './idle-watch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('each change is told once, a locked screen is away, and not knowing is being here', () => {
  let state: 'active' | 'idle' | 'locked' | 'unknown' = 'active'
  const told: boolean[] = []
  watchIdle({ getSystemIdleState: () => state }, (isIdle) => told.push(isIdle))
  const look = (next: typeof state): void => {
    state = next
    vi.advanceTimersByTime(60_000)
  }
  look('active')
  look('idle')
  look('locked')
  look('unknown')
  look('locked')
  look('active')
  expect(told).toEqual([true, false, true, false])
})
