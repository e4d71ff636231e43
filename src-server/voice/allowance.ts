/** How much of one person is taken, so that nobody can make the server send a flood to others. */
export interface Allowance {
  /** @returns whether one more may pass, or one that counts as so many */
  take(now: number, amount?: number): boolean
}

interface AllowanceLimits {
  readonly perSecond: number
  /** What a network may hold back and deliver at once. */
  readonly burst: number
}

/** Opus packets of 10 ms, the shortest that is usual, are 100 a second. */
const OF_SOUND = { perSecond: 120, burst: 100 }

export function createAllowance({ perSecond, burst }: AllowanceLimits = OF_SOUND): Allowance {
  let left = burst
  let at: number | null = null
  return {
    take(now, amount = 1) {
      if (at !== null) left = Math.min(burst, left + ((now - at) * perSecond) / 1_000)
      at = now
      if (left < amount) return false
      left -= amount
      return true
    },
  }
}
