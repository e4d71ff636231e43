import type Database from 'libsql'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft, TextMessage } from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { Appended, Page, PageRange } from '../../ports/message-store.ts'
import type { NewPerson } from '../../ports/people-store.ts'
import type { TokenHash } from '../../ports/secrets.ts'

interface MessageRow {
  readonly room_id: RoomId
  readonly seq: number
  readonly id: MessageId
  readonly author_id: PersonId
  readonly author_name: string
  readonly text: string
  readonly created_at: number
  readonly client_id: ClientId | null
}

export type Verbs = ReturnType<typeof createVerbs>

/**
 * What the database can do, as prepared statements.
 *
 * Every read uses `all`, never `get`: the binding's `get` leaves the statement unfinished, and an
 * unfinished read makes the next COMMIT fail.
 */
export function createVerbs(database: Database.Database) {
  const query = <Row>(sql: string) => {
    const statement = database.prepare(sql)
    return (...values: unknown[]) => statement.all(...values) as Row[]
  }
  const command = (sql: string) => {
    const statement = database.prepare(sql)
    return (...values: unknown[]) => {
      statement.run(...values)
    }
  }

  const rooms = query<Room>('SELECT id, name, icon, topic FROM rooms ORDER BY position, id')
  const nextSeq = query<{ last_seq: number }>(
    'UPDATE rooms SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq',
  )
  const lastSeq = query<{ last_seq: number }>('SELECT last_seq FROM rooms WHERE id = ?')
  const sentBefore = query<MessageRow>(
    'SELECT * FROM messages WHERE author_id = ? AND client_id = ?',
  )
  const insertMessage = command(
    'INSERT INTO messages (room_id, seq, id, author_id, author_name, text, created_at, client_id) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const backwards = query<MessageRow>(
    'SELECT * FROM messages WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  )
  const forwards = query<MessageRow>(
    'SELECT * FROM messages WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const insertPerson = command(
    'INSERT INTO people (id, name, token_hash, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?)',
  )
  const personByToken = query<Person>('SELECT id, name FROM people WHERE token_hash = ?')
  const renamePerson = command('UPDATE people SET name = ? WHERE id = ?')
  const touchPerson = command('UPDATE people SET last_seen_at = ? WHERE id = ?')

  return {
    reads: {
      rooms: () => rooms(),
      lastSeq: (roomId: RoomId): number => lastSeq(roomId)[0]?.last_seq ?? 0,
      /** One row more than asked for tells whether there are more. */
      page(roomId: RoomId, range: PageRange, limit: number): Page {
        const isForward = range.from === 'after'
        const from = range.from === 'newest' ? Number.MAX_SAFE_INTEGER : range.seq
        const rows = (isForward ? forwards : backwards)(roomId, from, limit + 1)
        const messages = rows.slice(0, limit).map(toMessage)
        return { messages: isForward ? messages : messages.toReversed(), more: rows.length > limit }
      },
      personByToken: (hash: TokenHash): Person | null => {
        const [row] = personByToken(hash)
        return row ? { id: row.id, name: row.name } : null
      },
    },
    writes: {
      append(draft: MessageDraft): Appended {
        const { id, roomId, author, text, createdAt, clientId } = draft
        const [earlier] = clientId ? sentBefore(author.id, clientId) : []
        if (earlier) return { message: toMessage(earlier), duplicate: true }
        const [numbered] = nextSeq(roomId)
        if (!numbered) throw new Error('A message was addressed to a room that does not exist')
        const seq = numbered.last_seq
        insertMessage(roomId, seq, id, author.id, author.name, text, createdAt, clientId)
        return { message: { ...draft, seq }, duplicate: false }
      },
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

const toMessage = (row: MessageRow): TextMessage => ({
  id: row.id,
  roomId: row.room_id,
  seq: row.seq,
  type: 'text',
  text: row.text,
  author: { id: row.author_id, name: row.author_name },
  createdAt: row.created_at,
  clientId: row.client_id,
})
