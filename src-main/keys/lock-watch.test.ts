import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchLock } from './lock-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function on(platform: NodeJS.Platform) {
  const listeners = new Map<string, () => void>()
  let state: 'active' | 'locked' = 'active'
  const onLock = vi.fn()
  const watch = watchLock(
    {
      on: (event, listener) => listeners.set(event, listener),
      getSystemIdleState: () => state,
    },
    platform,
    onLock,
  )
  return {
    onLock,
    watch,
    say: (event: 'lock-screen' | 'suspend') => listeners.get(event)?.(),
    become: (next: 'active' | 'locked') => void (state = next),
  }
}

test('a locked screen and a computer that goes to sleep are told of', () => {
  const { onLock, say } = on('win32')
  say('lock-screen')
  say('suspend')
  expect(onLock).toHaveBeenCalledTimes(2)
})

test('Linux is asked, in voice only, and each lock is told of once', () => {
  const { onLock, watch, become } = on('linux')
  become('locked')
  vi.advanceTimersByTime(10_000)
  expect(onLock).not.toHaveBeenCalled()
  watch.setWatching(true)
  vi.advanceTimersByTime(10_000)
  expect(onLock).toHaveBeenCalledTimes(1)
  become('active')
  vi.advanceTimersByTime(2_000)
  become('locked')
  vi.advanceTimersByTime(2_000)
  expect(onLock).toHaveBeenCalledTimes(2)
  watch.setWatching(false)
  become('active')
  vi.advanceTimersByTime(2_000)
  expect(vi.getTimerCount()).toBe(0)
})
