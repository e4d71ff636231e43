import type { BlobId, PersonId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Availability } from '#shared/domain/people.ts'
import type { Role } from '#shared/domain/rights.ts'
import type { Clock } from '../../ports/clock.ts'
import type { KnownPerson, PeopleStore, PersonChange } from '../../ports/people-store.ts'
import type { PasswordHash } from '../../ports/secrets.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import { noteHolders } from './blob-holders.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import {
  ADD_TOKEN,
  CREATE,
  FIND,
  FIND_BY_TOKEN,
  PROTECT,
  PROTECTED_BY,
  RENAME,
  SET_ROLE,
  SINCE,
  TOUCH,
  UPDATE,
} from './people-scripts.ts'
import type { Script } from './script.ts'

type Field = string | null

type PersonReply = readonly [
  id: string,
  name: string,
  created: string,
  seen: string,
  role: string,
  status: Field,
  avatar: Field,
  availability: Field,
  muted: Field,
  isProtected: Field,
]

/** Who has ever been here. */
export function createPeopleStore(link: Link, keys: Keys, clock: Clock): PeopleStore {
  const run = (script: Script, ...args: (string | number)[]): Promise<unknown> =>
    link.run(script, [keys.people], args)

  return {
    async create({ id, name, tokenHash, createdAt, role }) {
      return toKnown((await run(CREATE, id, name, tokenHash, createdAt, role)) as PersonReply)
    },

    find: async (id) => orNull(await run(FIND, id)),
    findByTokenHash: async (hash) => orNull(await run(FIND_BY_TOKEN, hash)),
    list: async (since) => ((await run(SINCE, since)) as PersonReply[]).map(toKnown),

    async rename(id, name, nameKeys) {
      if ((await run(RENAME, id, name, JSON.stringify(nameKeys))) !== 1) return false
      // The same person may be connected to other instances, under the former name.
      await link.ask((redis) => redis.publish(keys.renames, JSON.stringify({ id, name })))
      return true
    },

    async touch(id, lastSeenAt) {
      try {
        await run(TOUCH, id, lastSeenAt)
      } catch (error) {
        // Everybody leaves while Redis is lost, which has been said once already.
        if (!(error instanceof Unavailable)) throw error
      }
    },

    async update(id, change) {
      const { avatar } = change
      // Before the person refers to it, so that the picture cannot be taken for unwanted.
      if (avatar) {
        const holder = { kind: 'avatar', personId: id } as const
        await noteHolders({ link, keys }, [avatar], holder, clock.now())
      }
      return orNull(await run(UPDATE, id, ...fieldsOf(change)))
    },

    async setRole(id, role) {
      const reply = (await run(SET_ROLE, id, role)) as PersonReply | 'last-owner' | null
      if (reply === 'last-owner') return { kind: 'last-owner' }
      return reply ? { kind: 'done', person: toKnown(reply) } : { kind: 'missing' }
    },

    async addToken(id, hash, tokensMax) {
      await run(ADD_TOKEN, id, hash, tokensMax)
    },

    async protect(id, protection) {
      const names = JSON.stringify(protection?.keys ?? [])
      return (await run(PROTECT, id, names, protection?.hash ?? '')) === 1
    },

    async protectedBy(nameKeys) {
      const reply = (await run(PROTECTED_BY, ...nameKeys)) as readonly [string, string] | null
      return reply && { id: reply[0] as PersonId, hash: reply[1] as PasswordHash }
    },
  }
}

function fieldsOf({ statusText, avatar, availability, mutedUntil }: PersonChange): string[] {
  const fields = { status: statusText, avatar, availability, muted: mutedUntil }
  return Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [field, String(value ?? '')],
  )
}

const orNull = (reply: unknown): KnownPerson | null =>
  reply === null ? null : toKnown(reply as PersonReply)

function toKnown(reply: PersonReply): KnownPerson {
  const [id, name, created, seen, role, status, avatar, availability, muted, isProtected] = reply
  return {
    id: id as PersonId,
    name: name as PersonName,
    createdAt: Number(created),
    lastSeenAt: Number(seen),
    role: role as Role,
    statusText: status ?? '',
    avatar: avatar as BlobId | null,
    availability: (availability ?? 'online') as Availability,
    mutedUntil: muted === null ? null : Number(muted),
    isProtected: isProtected !== null,
  }
}
