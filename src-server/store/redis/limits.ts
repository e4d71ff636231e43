import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import {
  CONNECTIONS_PER_ADDRESS,
  CONNECTIONS_WITHIN_SECONDS,
  PASSWORD_BLOCK_SECONDS,
  PASSWORD_TRIES,
  PASSWORD_TRIES_WITHIN_SECONDS,
} from '#shared/protocol/limits.ts'
import type { Counter, Limits } from '../../ports/limits.ts'
import type { Link } from './link.ts'

/** Limits that all instances share. */
export function createRedisLimits(redis: Redis, link: Link, keyPrefix: string): Limits {
  const connections = { points: CONNECTIONS_PER_ADDRESS, duration: CONNECTIONS_WITHIN_SECONDS }
  return {
    passwordTries: counterOf(
      new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `${keyPrefix}:tries`,
        // The last of the tries is the one that blocks.
        points: PASSWORD_TRIES - 1,
        duration: PASSWORD_TRIES_WITHIN_SECONDS,
        blockDuration: PASSWORD_BLOCK_SECONDS,
      }),
      link,
    ),
    connections: counterOf(
      new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `${keyPrefix}:connections`,
        ...connections,
        // Who connects while Redis is away is refused a moment later and more clearly.
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(connections),
      }),
      link,
    ),
  }
}

function counterOf(limiter: RateLimiterRedis, link: Link): Counter {
  return {
    async blockedFor(key) {
      const found = await link.ask(() => limiter.get(key))
      return found && found.consumedPoints > limiter.points ? found.msBeforeNext : 0
    },
    // One too many comes as a rejection with the same value as a success.
    count: (key) =>
      link.ask(() =>
        limiter.consume(key).then(
          () => 0,
          (refusal: unknown) => {
            if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext)
            throw refusal
          },
        ),
      ),
  }
}
