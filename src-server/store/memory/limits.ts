import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import {
  CONNECTIONS_PER_ADDRESS,
  CONNECTIONS_WITHIN_SECONDS,
  PASSWORD_BLOCK_SECONDS,
  PASSWORD_TRIES,
  PASSWORD_TRIES_WITHIN_SECONDS,
} from '#shared/protocol/limits.ts'
import type { Counter, Limits } from '../../ports/limits.ts'

/** Limits of a server that is one instance. */
export const createMemoryLimits = (): Limits => ({
  passwordTries: counterOf(
    new RateLimiterMemory({
      // The last of the tries is the one that blocks.
      points: PASSWORD_TRIES - 1,
      duration: PASSWORD_TRIES_WITHIN_SECONDS,
      blockDuration: PASSWORD_BLOCK_SECONDS,
    }),
  ),
  connections: counterOf(
    new RateLimiterMemory({
      points: CONNECTIONS_PER_ADDRESS,
      duration: CONNECTIONS_WITHIN_SECONDS,
    }),
  ),
})

function counterOf(limiter: RateLimiterMemory): Counter {
  return {
    async blockedFor(key) {
      const found = await limiter.get(key)
      return found && found.consumedPoints > limiter.points ? found.msBeforeNext : 0
    },
    // One too many comes as a rejection with the same value as a success.
    count: (key) =>
      limiter.consume(key).then(
        () => 0,
        ({ msBeforeNext }: RateLimiterRes) => Math.max(1, msBeforeNext),
      ),
  }
}
