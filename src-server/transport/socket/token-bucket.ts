export interface TokenBucketOptions {
  /** So many at once. */
  readonly burst: number
  /** And so many a second after that. */
  readonly perSecond: number
}

export interface TokenBucket {
  /**
   * Takes one token.
   *
   * @param now milliseconds of a clock that only grows
   * @returns 0 when there was one, otherwise the milliseconds until there will be one
   */
  take(now: number): number
  /** The bucket is as full as it can be, so forgetting it changes nothing. */
  isFull(now: number): boolean
}

/** The classic token bucket: a long quiet time allows a burst, and the average stays bounded. */
export function createTokenBucket({ burst, perSecond }: TokenBucketOptions): TokenBucket {
  const perMs = perSecond / 1_000
  let tokens = burst
  let filledAt = -Infinity

  function fill(now: number): void {
    if (filledAt !== -Infinity) tokens = Math.min(burst, tokens + (now - filledAt) * perMs)
    filledAt = now
  }

  return {
    take(now) {
      fill(now)
      if (tokens < 1) return Math.ceil((1 - tokens) / perMs)
      tokens -= 1
      return 0
    },
    isFull(now) {
      fill(now)
      return tokens >= burst
    },
  }
}
