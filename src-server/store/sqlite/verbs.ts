import type Database from 'libsql'
import type { PersonId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { NewPerson } from '../../ports/people-store.ts'
import type { TokenHash } from '../../ports/secrets.ts'
import { createMessageReads } from './message-reads.ts'
import { createMessageWrites } from './message-writes.ts'
import { createStatements } from './statements.ts'

export type Verbs = ReturnType<typeof createVerbs>

/** What the database can do, divided by whether it needs a commit. */
export function createVerbs(database: Database.Database) {
  const statements = createStatements(database)
  const { query, command } = statements

  const rooms = query<Room>('SELECT id, name, icon, topic FROM rooms ORDER BY position, id')
  const insertPerson = command(
    'INSERT INTO people (id, name, token_hash, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?)',
  )
  const personByToken = query<Person>('SELECT id, name FROM people WHERE token_hash = ?')
  const renamePerson = command('UPDATE people SET name = ? WHERE id = ?')
  const touchPerson = command('UPDATE people SET last_seen_at = ? WHERE id = ?')
  const messageReads = createMessageReads(statements)

  return {
    reads: {
      ...messageReads,
      rooms: () => rooms(),
      personByToken: (hash: TokenHash): Person | null => {
        const [row] = personByToken(hash)
        return row ? { id: row.id, name: row.name } : null
      },
    },
    writes: {
      ...createMessageWrites(statements, messageReads),
      createPerson({ id, name, tokenHash, createdAt }: NewPerson): void {
        insertPerson(id, name, tokenHash, createdAt, createdAt)
      },
      renamePerson: (id: PersonId, name: PersonName): void => renamePerson(name, id),
      touchPerson: (id: PersonId, lastSeenAt: number): void => touchPerson(lastSeenAt, id),
      /** Proves that the disk takes as much as the longest message needs. */
      probe: command('INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(32768))'),
    },
  }
}
