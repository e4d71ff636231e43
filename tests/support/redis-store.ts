import { afterEach, beforeEach } from 'vitest'
import type { Clock } from '../../src-server/ports/clock.ts'
import { parseRedisUrl } from '../../src-server/redis-url.ts'
import { openRedisStore, type RedisStore } from '../../src-server/store/redis/open-store.ts'
import { systemClock } from '../../src-server/system.ts'
import { startRedis, type TestRedis } from './redis-server.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** The shared store as one more instance would open it. */
export async function openRedis(
  url: string,
  prefix = 'parley',
  clock: Clock = systemClock,
): Promise<RedisStore> {
  const address = parseRedisUrl(url)
  if (!address.ok) throw new Error(address.error)
  const opened = await openRedisStore({
    address: address.value,
    prefix,
    clock,
    log: silent,
  })
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

interface TwoInstances {
  readonly redis: TestRedis
  readonly here: RedisStore
  readonly there: RedisStore
}

/** For each test of the suite a Redis of its own, opened by two instances. Filled in before each test. */
export function twoInstances(): TwoInstances {
  const opened = {} as { -readonly [Key in keyof TwoInstances]: TwoInstances[Key] }
  beforeEach(async () => {
    opened.redis = await startRedis()
    opened.here = await openRedis(opened.redis.url)
    opened.there = await openRedis(opened.redis.url)
  })
  afterEach(async () => {
    await Promise.all([opened.here.close(), opened.there.close()])
    await opened.redis.remove()
  })
  return opened
}
