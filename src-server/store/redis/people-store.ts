import type { PersonId } from '#shared/domain/ids.ts'
import type { PeopleStore } from '../../ports/people-store.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { toPerson } from './replies.ts'

/** Who has ever been here. The token leads to the person, never the other way round. */
export function createPeopleStore(link: Link, keys: Keys): PeopleStore {
  return {
    async create({ id, name, tokenHash, createdAt }) {
      const fields = { name, created: createdAt, seen: createdAt }
      // In this order: a person without a token is unreachable, a token without a person is a fault.
      await Promise.all([
        link.ask((redis) => redis.hset(keys.person(id), fields)),
        link.ask((redis) => redis.set(keys.token(tokenHash), id)),
      ])
    },

    async findByTokenHash(hash) {
      const id = await link.ask((redis) => redis.get(keys.token(hash)))
      if (id === null) return null
      const name = await link.ask((redis) => redis.hget(keys.person(id as PersonId), 'name'))
      return name === null ? null : toPerson(id, name)
    },

    async rename(id, name) {
      await link.ask((redis) => redis.hset(keys.person(id), 'name', name))
      // The same person may be connected to other instances, under the former name.
      await link.ask((redis) => redis.publish(keys.renames, JSON.stringify({ id, name })))
    },

    async touch(id, lastSeenAt) {
      try {
        await link.ask((redis) => redis.hset(keys.person(id), 'seen', lastSeenAt))
      } catch (error) {
        // Everybody leaves while Redis is lost, which has been said once already.
        if (!(error instanceof Unavailable)) throw error
      }
    },
  }
}
