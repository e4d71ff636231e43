/** How much one client may bring, so that a flood costs its sender more than the server. */
export interface ByteBudget {
  /** Takes them in any case. @returns the milliseconds to wait before any more are taken */
  take(bytes: number, now: number): number
}

/** One voice with everything around it is some 7 kB/s. */
const BYTES_PER_SECOND = 40_000

/** What a network may hold back and deliver at once. */
const BURST_BYTES = 80_000

export function createByteBudget(): ByteBudget {
  let left = BURST_BYTES
  let at: number | null = null
  return {
    take(bytes, now) {
      if (at !== null) left = Math.min(BURST_BYTES, left + ((now - at) * BYTES_PER_SECOND) / 1_000)
      at = now
      left -= bytes
      return left >= 0 ? 0 : Math.ceil((-left * 1_000) / BYTES_PER_SECOND)
    },
  }
}
