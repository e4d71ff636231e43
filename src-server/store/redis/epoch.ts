import { randomUUID } from 'node:crypto'
import type { Log } from '../../ports/log.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { seedRooms } from './room-store.ts'

/**
 * A mark that this data is the data we know. A Redis that comes back without it has lost everything:
 * silently going on would look as if nobody had ever said anything.
 */
export function createEpoch(link: Link, keys: Keys, log: Log) {
  let known: string | null = null

  /** Leaves the mark if there is none, and rooms with it. Others may do the same at once. */
  async function found(): Promise<string | null> {
    await link.ask((redis) => redis.setnx(keys.epoch, randomUUID()))
    await seedRooms(link, keys)
    return link.ask((redis) => redis.get(keys.epoch))
  }

  return {
    async start(): Promise<void> {
      known = await found()
    },

    /** @returns whether everything was lost since the last look */
    async check(): Promise<boolean> {
      const present = await link.ask((redis) => redis.get(keys.epoch))
      if (present === known && present !== null) return false
      known = await found()
      log.error(
        {},
        'Redis has lost its data: rooms begin empty. If it has a backup, stop Parley and restore it',
      )
      return true
    },
  }
}
