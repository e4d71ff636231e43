import type { BlobId, PersonId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Availability } from '#shared/domain/people.ts'
import type { Role } from '#shared/domain/rights.ts'
import type {
  KnownPerson,
  NameProtection,
  NewPerson,
  PersonChange,
  RoleOutcome,
} from '../../ports/people-store.ts'
import type { PasswordHash, TokenHash } from '../../ports/secrets.ts'
import type { Statements } from './statements.ts'

interface PersonRow {
  readonly id: PersonId
  readonly name: PersonName
  readonly created_at: number
  readonly last_seen_at: number
  readonly role: Role
  readonly status_text: string
  readonly avatar: BlobId | null
  readonly availability: Availability
  readonly muted_until: number | null
  readonly password_hash: PasswordHash | null
}

const COLUMNS = `people.id, name, created_at, last_seen_at, role, status_text, avatar, availability,
  muted_until, password_hash`

/** Who has ever been here, and whose names are whose. */
export function createPeopleVerbs({ query, command }: Statements) {
  const insert = command(
    'INSERT INTO people (id, name, created_at, last_seen_at, role) VALUES (?, ?, ?, ?, ?)',
  )
  const anybody = query('SELECT 1 FROM people LIMIT 1')
  const byId = query<PersonRow>(`SELECT ${COLUMNS} FROM people WHERE id = ?`)
  const byToken = query<PersonRow>(
    `SELECT ${COLUMNS} FROM tokens JOIN people ON people.id = person_id WHERE hash = ?`,
  )
  const since = query<PersonRow>(
    `SELECT ${COLUMNS} FROM people WHERE last_seen_at >= ? OR password_hash IS NOT NULL`,
  )
  const setName = command('UPDATE people SET name = ? WHERE id = ?')
  const touch = command('UPDATE people SET last_seen_at = MAX(last_seen_at, ?) WHERE id = ?')
  const setRole = command('UPDATE people SET role = ? WHERE id = ?')
  const owners = query<{ total: number }>(
    `SELECT count(*) AS total FROM people WHERE role = 'owner'`,
  )
  const change = command(
    `UPDATE people SET status_text = ?, avatar = ?, availability = ?, muted_until = ?
     WHERE id = ?`,
  )
  const addToken = command(
    `INSERT INTO tokens (hash, person_id, position)
     SELECT ?1, ?2, COALESCE(MAX(position), 0) + 1 FROM tokens WHERE person_id = ?2`,
  )
  const dropOldTokens = command(
    `DELETE FROM tokens WHERE person_id = ?1 AND position NOT IN
       (SELECT position FROM tokens WHERE person_id = ?1 ORDER BY position DESC LIMIT ?2)`,
  )
  const setPassword = command('UPDATE people SET password_hash = ? WHERE id = ?')
  const keeperOf = query<{ person_id: PersonId }>(
    'SELECT person_id FROM protected_names WHERE key = ?',
  )
  const addKey = command('INSERT INTO protected_names (key, person_id) VALUES (?, ?)')
  const dropKeys = command('DELETE FROM protected_names WHERE person_id = ?')

  const find = (id: PersonId): KnownPerson | null => toPerson(byId(id)[0])

  const keepersOf = (keys: readonly string[]): readonly PersonId[] =>
    keys.flatMap((key) => keeperOf(key).map(({ person_id }) => person_id))

  const isReservedForOthers = (id: PersonId, keys: readonly string[]): boolean =>
    keepersOf(keys).some((keeper) => keeper !== id)

  function reserve(id: PersonId, keys: readonly string[]): void {
    dropKeys(id)
    for (const key of new Set(keys)) addKey(key, id)
  }

  return {
    reads: {
      person: find,
      personByToken: (hash: TokenHash): KnownPerson | null => toPerson(byToken(hash)[0]),
      peopleSince: (time: number): readonly KnownPerson[] =>
        since(time).flatMap((row) => toPerson(row) ?? []),
      nameProtectedBy(keys: readonly string[]): { id: PersonId; hash: PasswordHash } | null {
        const [id] = keepersOf(keys)
        const hash = id && byId(id)[0]?.password_hash
        return id && hash ? { id, hash } : null
      },
    },
    writes: {
      createPerson(person: NewPerson): KnownPerson {
        const { id, name, tokenHash, createdAt } = person
        const role = anybody().length === 0 ? 'owner' : person.role
        insert(id, name, createdAt, createdAt, role)
        addToken(tokenHash, id)
        return present(find(id))
      },
      renamePerson(id: PersonId, name: PersonName, keys: readonly string[]): boolean {
        if (isReservedForOthers(id, keys)) return false
        setName(name, id)
        if (find(id)?.isProtected) reserve(id, keys)
        return true
      },
      touchPerson: (id: PersonId, lastSeenAt: number): void => touch(lastSeenAt, id),
      updatePerson(id: PersonId, changes: PersonChange): KnownPerson | null {
        const before = find(id)
        if (!before) return null
        const after = { ...before, ...changes }
        change(after.statusText, after.avatar, after.availability, after.mutedUntil, id)
        return after
      },
      setRole(id: PersonId, role: Role): RoleOutcome {
        const before = find(id)
        if (!before) return { kind: 'missing' }
        const isLast = before.role === 'owner' && owners()[0]?.total === 1
        if (isLast && role !== 'owner') return { kind: 'last-owner' }
        setRole(role, id)
        return { kind: 'done', person: { ...before, role } }
      },
      addToken(id: PersonId, hash: TokenHash, tokensMax: number): void {
        addToken(hash, id)
        dropOldTokens(id, tokensMax)
      },
      protectName(id: PersonId, protection: NameProtection | null): boolean {
        const keys = protection?.keys ?? []
        if (isReservedForOthers(id, keys)) return false
        setPassword(protection?.hash ?? null, id)
        reserve(id, keys)
        return true
      },
    },
  }
}

function toPerson(row: PersonRow | undefined): KnownPerson | null {
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    role: row.role,
    statusText: row.status_text,
    avatar: row.avatar,
    availability: row.availability,
    mutedUntil: row.muted_until,
    isProtected: row.password_hash !== null,
  }
}

function present(person: KnownPerson | null): KnownPerson {
  if (!person) throw new Error('A person vanished while it was created')
  return person
}
