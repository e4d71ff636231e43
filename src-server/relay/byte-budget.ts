import type { Allowance } from './allowance.ts'

/** How much one client may bring, so that a flood costs its sender more than the server. */
export interface ByteBudget {
  /** Takes them in any case. @returns the milliseconds to wait before any more are taken */
  take(bytes: number, now: number): number
}

export function createByteBudget({
  bytesPerSecond,
  burstBytes,
}: Pick<Allowance, 'bytesPerSecond' | 'burstBytes'>): ByteBudget {
  let left = burstBytes
  let at: number | null = null
  return {
    take(bytes, now) {
      if (at !== null) left = Math.min(burstBytes, left + ((now - at) * bytesPerSecond) / 1_000)
      at = now
      left -= bytes
      return left >= 0 ? 0 : Math.ceil((-left * 1_000) / bytesPerSecond)
    },
  }
}
