/** A reader this far behind would see the past; its unread bytes are memory that others need. */
export const BACKLOG_MAX_BYTES = 4 * 1024 * 1024

/**
 * How long it may be that far behind. A burst is written in one go, before any reader had the chance
 * to take something: a healthy one is back below the limit at once.
 */
export const BACKLOG_PATIENCE_MS = 2_000

/** Never more than this, not even for that moment. */
export const BACKLOG_BURST_BYTES = 32 * 1024 * 1024

/** However little it is, this long without any progress is a hung reader. */
export const BACKLOG_MAX_AGE_MS = 10_000

/** What has been made for one connection and has not yet been taken by the operating system. */
export interface Backlog {
  readonly bytes: number
  add(bytes: number, now: number): void
  /** What was queued has been handed to the transport. */
  flushed(): void
  /** The transport got rid of all it was handed. */
  drained(now: number): void
  /** Milliseconds since the last progress, 0 when nothing waits. */
  ageAt(now: number): number
  isTooMuch(now: number): boolean
}

export function createBacklog(): Backlog {
  let queued = 0
  let inFlight = 0
  /** When it last made progress, or null when nothing waits. */
  let waitsSince: number | null = null
  /** Since when it has been above the limit, or null. */
  let isOverSince: number | null = null

  const bytes = (): number => queued + inFlight
  const ageAt = (now: number): number => (waitsSince === null ? 0 : now - waitsSince)

  return {
    get bytes() {
      return bytes()
    },
    add(size, now) {
      queued += size
      waitsSince ??= now
      if (bytes() > BACKLOG_MAX_BYTES) isOverSince ??= now
    },
    flushed() {
      inFlight += queued
      queued = 0
    },
    drained(now) {
      inFlight = 0
      waitsSince = queued > 0 ? now : null
      if (queued <= BACKLOG_MAX_BYTES) isOverSince = null
    },
    ageAt,
    isTooMuch(now) {
      const isOver = isOverSince !== null && now - isOverSince > BACKLOG_PATIENCE_MS
      return isOver || bytes() > BACKLOG_BURST_BYTES || ageAt(now) > BACKLOG_MAX_AGE_MS
    },
  }
}
