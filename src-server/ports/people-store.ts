import type { PersonId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { TokenHash } from './secrets.ts'

export interface NewPerson extends Person {
  readonly tokenHash: TokenHash
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** Who has ever been here, durable. Every verb may throw `Unavailable`. */
export interface PeopleStore {
  create(person: NewPerson): Promise<void>
  findByTokenHash(hash: TokenHash): Promise<Person | null>
  rename(id: PersonId, name: PersonName): Promise<void>
  /** Notes when the person was last here, in milliseconds since 1970. */
  touch(id: PersonId, lastSeenAt: number): Promise<void>
}
