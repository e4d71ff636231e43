import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { SlowMode } from '../../ports/slow-mode.ts'

/** Pauses of a server that is one instance. */
export function createMemorySlowMode(): SlowMode {
  const limiter = new RateLimiterMemory({ points: 1, duration: 1 })
  return {
    waitFor: async (roomId, personId) =>
      (await limiter.get(`${roomId}:${personId}`))?.msBeforeNext ?? 0,
    async note(roomId, personId, seconds) {
      await limiter.set(`${roomId}:${personId}`, 1, seconds)
    },
  }
}
