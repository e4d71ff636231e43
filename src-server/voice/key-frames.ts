/** When somebody is asked for a whole picture. Times are milliseconds. */
export interface KeyFrames {
  /** One is wanted; if one was asked for just now, it is asked for again a little later. */
  want(now: number): void
  /** @param isAwaited somebody cannot see anything before there is one */
  look(now: number, isAwaited: boolean): void
}

/** A whole picture costs as much as a second of change, so nobody is asked more often. */
const EVERY_MS = 300

/** A request or its answer can get lost, and a camera may take a while to come on. */
const AGAIN_AFTER_MS = 500

export function createKeyFrames(ask: () => void): KeyFrames {
  let askedAt = -Infinity
  let isWanted = false

  function look(now: number, isAwaited: boolean): void {
    if (isAwaited && now - askedAt >= AGAIN_AFTER_MS) isWanted = true
    if (!isWanted || now - askedAt < EVERY_MS) return
    isWanted = false
    askedAt = now
    ask()
  }

  return {
    want(now) {
      isWanted = true
      look(now, false)
    },
    look,
  }
}
