import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { RetentionStore } from '../../ports/retention-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { script } from './script.ts'
import { TRIM } from './search-scripts.ts'

export function createRetentionStore(link: Link, keys: Keys, instance: string): RetentionStore {
  return {
    async trim({ roomId, before, now, max }) {
      const reply = await link.run(TRIM, keys.room(roomId), [before, now, max])
      const [upTo, ids] = reply as readonly [string, readonly MessageId[]]
      // An entry without its message is harmless: it leads to where nothing is found.
      if (ids.length > 0) await link.ask((redis) => redis.hdel(keys.whereabouts, ...ids))
      return { upToSeq: Number(upTo), removed: ids.length, more: ids.length === max }
    },

    async directs() {
      const ids = await link.ask((redis) => redis.smembers(keys.directs))
      return (ids as RoomId[]).toSorted()
    },

    claim: async (forMs) => (await link.run(CLAIM, [keys.retention], [instance, forMs])) === 1,

    async release() {
      await link.run(RELEASE, [keys.retention], [instance])
    },
  }
}

/** Arguments: instance, milliseconds. */
const CLAIM = script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`)

/** Arguments: instance. */
const RELEASE = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`)
