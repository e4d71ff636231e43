/** How many packets of one person are taken, so that nobody can make the server send a flood to others. */
export interface Allowance {
  /** @returns whether one more may pass */
  take(now: number): boolean
}

/** Opus packets of 10 ms, the shortest that is usual, are 100 a second. */
const PER_SECOND = 120
/** What a network may hold back and deliver at once. */
const BURST = 100

export function createAllowance(): Allowance {
  let left = BURST
  let at: number | null = null
  return {
    take(now) {
      if (at !== null) left = Math.min(BURST, left + ((now - at) * PER_SECOND) / 1_000)
      at = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
