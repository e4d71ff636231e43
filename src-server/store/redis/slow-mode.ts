import type { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import type { SlowMode } from '../../ports/slow-mode.ts'
import type { Link } from './link.ts'

/** Pauses that all instances share. Redis forgets each of them when it is over. */
export function createRedisSlowMode(redis: Redis, link: Link, keyPrefix: string): SlowMode {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `${keyPrefix}:pause`,
    points: 1,
    duration: 1,
  })
  return {
    waitFor: async (roomId, personId) =>
      (await link.ask(() => limiter.get(`${roomId}:${personId}`)))?.msBeforeNext ?? 0,
    async note(roomId, personId, seconds) {
      await link.ask(() => limiter.set(`${roomId}:${personId}`, 1, seconds))
    },
  }
}
