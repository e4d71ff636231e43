/** How much one listener has room for, of all pictures together. Times are milliseconds, rates bits a second. */
export interface ListenerBandwidth {
  /** They have said so. */
  noteEstimate(bitrate: number, now: number): void
  /** They have lost so much, from 0 to 1, while they were sent pictures at this rate. */
  noteLoss(lost: number, rate: number, now: number): void
  /** Infinity for a listener of whom nothing is known. */
  estimate(now: number): number
}

/** Browsers say it several times a second, while something comes. */
const HOLDS_MS = 5_000

/** After a change the next reports are still of before. */
const CHANGES_EVERY_MS = 1_000

/** As browsers do when they send: a little loss is how lines are, much of it means that they are full. */
const MUCH = 0.1
const LITTLE = 0.02
const GROWS_BY = 1.08

/** As much as all lanes can bring. From there on nothing is held back. */
const ENOUGH = 16_000_000

/** A sender is never told less, so going below would only make it take longer to come back. */
const LEAST = 200_000

/**
 * Chromium says what it has room for only while it sends pictures itself: its reports go out with those
 * of a sender. Whoever only watches is known by what gets lost on the way to them.
 */
export function createListenerBandwidth(): ListenerBandwidth {
  let said: { readonly bitrate: number; readonly at: number } | null = null
  let found = Infinity
  let lessAt = -Infinity
  let moreAt = -Infinity

  const isSettled = (since: number, now: number): boolean => now - since >= CHANGES_EVERY_MS

  function more(now: number): void {
    if (!isSettled(Math.max(lessAt, moreAt), now)) return
    moreAt = now
    found = found * GROWS_BY
    if (found > ENOUGH) found = Infinity
  }

  /** Each lane is reported by itself: one without loss, such as a still screen, does not outweigh it. */
  function less(lost: number, rate: number, now: number): void {
    if (!isSettled(lessAt, now)) return
    lessAt = now
    found = Math.max(LEAST, Math.min(found, rate) * (1 - lost / 2))
  }

  return {
    noteEstimate(bitrate, now) {
      said = { bitrate, at: now }
    },
    noteLoss(lost, rate, now) {
      if (lost > MUCH && rate > 0) less(lost, rate, now)
      else if (lost < LITTLE) more(now)
    },
    estimate: (now) =>
      said !== null && now - said.at <= HOLDS_MS ? Math.min(found, said.bitrate) : found,
  }
}
