import type { PersonId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person, Profile } from '#shared/domain/people.ts'
import type { Role } from '#shared/domain/rights.ts'
import type { PasswordHash, TokenHash } from './secrets.ts'

export interface NewPerson extends Person {
  readonly tokenHash: TokenHash
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** Everybody but the very first is a newcomer; the first one owns the server. */
  readonly role: Profile['role']
}

/** Everything that is kept of somebody, but for secrets. */
export interface KnownPerson extends Person, Profile {
  readonly createdAt: number
  readonly lastSeenAt: number
  /** Milliseconds since 1970, or null. */
  readonly mutedUntil: number | null
}

/** Who has ever been here, durable. Every verb may throw `Unavailable`. */
export interface PeopleStore {
  /** @returns the person as stored: the very first one of a store becomes its owner */
  create(person: NewPerson): Promise<KnownPerson>
  find(id: PersonId): Promise<KnownPerson | null>
  findByTokenHash(hash: TokenHash): Promise<KnownPerson | null>
  /** Everybody who was here at or after `since`, and everybody whose name is protected, in no order. */
  list(since: number): Promise<readonly KnownPerson[]>
  /**
   * Gives the person another name, with its keys (see `nameKeys`). A protected name takes its protection
   * along: the former one is free then.
   * @returns false, and changes nothing, when one of the keys is reserved for somebody else
   */
  rename(id: PersonId, name: PersonName, keys: readonly string[]): Promise<boolean>
  /** Notes when the person was last here, in milliseconds since 1970. */
  touch(id: PersonId, lastSeenAt: number): Promise<void>
  update(id: PersonId, change: PersonChange): Promise<KnownPerson | null>
  /** A server that has an owner always keeps one, whoever else loses the role at the same time. */
  setRole(id: PersonId, role: Role): Promise<RoleOutcome>
  /** One more device of the same person. A person keeps the newest `tokensMax`. */
  addToken(id: PersonId, hash: TokenHash, tokensMax: number): Promise<void>
  /**
   * Reserves the person's name under these keys (see `nameKeys`) for nobody else, or frees it with null.
   * @returns false, and changes nothing, when one of the keys is reserved for somebody else
   */
  protect(id: PersonId, protection: NameProtection | null): Promise<boolean>
  /** Whose name it is, if one of the keys is reserved. */
  protectedBy(keys: readonly string[]): Promise<{ id: PersonId; hash: PasswordHash } | null>
}

export interface NameProtection {
  readonly keys: readonly string[]
  readonly hash: PasswordHash
}

export type RoleOutcome =
  | { readonly kind: 'done'; readonly person: KnownPerson }
  | { readonly kind: 'last-owner' }
  | { readonly kind: 'missing' }

export type PersonChange = Partial<
  Pick<KnownPerson, 'statusText' | 'avatar' | 'availability' | 'mutedUntil'>
>
