export interface BackOffOptions {
  /** Delay before the first retry, in milliseconds. */
  readonly firstMs: number
  /** No delay is longer than this, in milliseconds. */
  readonly mostMs: number
}

/**
 * Doubling delay with full jitter, so that a crowd that lost its server together does not come back
 * in one instant.
 *
 * @param attempt 0 for the first retry
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 * @returns milliseconds to wait, between half the doubled delay and the whole of it
 */
export function backOffDelay(attempt: number, options: BackOffOptions, random: number): number {
  const doubled = Math.min(options.mostMs, options.firstMs * 2 ** Math.min(attempt, 30))
  return Math.round(doubled * (0.5 + random / 2))
}
