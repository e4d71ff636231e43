import type { PersonId } from '#shared/domain/ids.ts'
import type { NameStore } from '../../ports/name-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'

export const createNameStore = (link: Link, keys: Keys): NameStore => ({
  async note(key, personId) {
    await link.ask((redis) => redis.hset(keys.names, key, personId))
  },
  find: async (wanted) =>
    wanted.length === 0
      ? []
      : ((await link.ask((redis) => redis.hmget(keys.names, ...wanted))) as (PersonId | null)[]),
})
