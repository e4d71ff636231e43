import { describe, expect, test } from 'vitest'
import {
  BACKLOG_BURST_BYTES,
  BACKLOG_MAX_AGE_MS,
  BACKLOG_MAX_BYTES,
  BACKLOG_PATIENCE_MS,
  createBacklog,
} from './backlog.ts'

describe('a backlog', () => {
  test('is no problem while the reader keeps up', () => {
    const backlog = createBacklog()
    for (let now = 0; now < 60_000; now += 100) {
      backlog.add(1_000_000, now)
      backlog.flushed()
      backlog.drained(now + 50)
      expect(backlog.isTooMuch(now + 60)).toBe(false)
    }
    expect(backlog.bytes).toBe(0)
  })

  test('may be large for a moment, as after a burst, but not for longer', () => {
    const backlog = createBacklog()
    backlog.add(BACKLOG_MAX_BYTES + 1, 0)
    expect(backlog.isTooMuch(BACKLOG_PATIENCE_MS)).toBe(false)
    expect(backlog.isTooMuch(BACKLOG_PATIENCE_MS + 1)).toBe(true)
  })

  test('is forgiven when it drains in time', () => {
    const backlog = createBacklog()
    backlog.add(BACKLOG_MAX_BYTES + 1, 0)
    backlog.flushed()
    backlog.drained(BACKLOG_PATIENCE_MS)
    expect(backlog.isTooMuch(BACKLOG_PATIENCE_MS + 1)).toBe(false)
  })

  test('that trickles but grows is too much', () => {
    const backlog = createBacklog()
    backlog.add(1_000, 0)
    backlog.flushed()
    backlog.add(BACKLOG_MAX_BYTES + 1, 1)
    backlog.drained(500)
    expect(backlog.isTooMuch(BACKLOG_PATIENCE_MS + 2)).toBe(true)
  })

  test('has a bound that no moment excuses', () => {
    const backlog = createBacklog()
    backlog.add(BACKLOG_BURST_BYTES + 1, 0)
    expect(backlog.isTooMuch(0)).toBe(true)
  })

  test('of a few bytes is too old after a while', () => {
    const backlog = createBacklog()
    backlog.add(10, 0)
    backlog.flushed()
    expect(backlog.ageAt(BACKLOG_MAX_AGE_MS)).toBe(BACKLOG_MAX_AGE_MS)
    expect(backlog.isTooMuch(BACKLOG_MAX_AGE_MS)).toBe(false)
    expect(backlog.isTooMuch(BACKLOG_MAX_AGE_MS + 1)).toBe(true)
  })
})
