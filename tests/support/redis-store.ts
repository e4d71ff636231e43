import { parseRedisUrl } from '../../src-server/redis-url.ts'
import { openRedisStore, type RedisStore } from '../../src-server/store/redis/open-store.ts'
import { systemClock } from '../../src-server/system.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** The shared store as one more instance would open it. */
export async function openRedis(url: string, prefix = 'parley'): Promise<RedisStore> {
  const address = parseRedisUrl(url)
  if (!address.ok) throw new Error(address.error)
  const opened = await openRedisStore({
    address: address.value,
    prefix,
    clock: systemClock,
    log: silent,
  })
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}
