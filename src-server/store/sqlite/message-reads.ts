import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type {
  Changes,
  MediaPage,
  MediaPageRequest,
  Page,
  PageRange,
} from '../../ports/message-store.ts'
import {
  groupReactions,
  SELECT_MESSAGES,
  toMessage,
  type MessageRow,
  type ReactionRow,
} from './message-rows.ts'
import type { Statements } from './statements.ts'

export type MessageReads = ReturnType<typeof createMessageReads>

/**
 * Reading conversations. A verb asks several things, and nothing comes between them: this thread is
 * the only one that has the database, and it finishes a verb before it starts the next.
 */
export function createMessageReads({ query }: Statements) {
  const numbersOf = query<{ last_seq: number; trimmed_seq: number }>(
    'SELECT last_seq, trimmed_seq FROM rooms WHERE id = ?',
  )
  const byId = query<MessageRow>(`${SELECT_MESSAGES} WHERE messages.id = ?`)
  const bySender = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.author_id = ? AND messages.room_id = ?
       AND messages.client_id = ?`,
  )
  const backwards = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.seq < ?
     ORDER BY messages.seq DESC LIMIT ?`,
  )
  const forwards = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.seq > ?
     ORDER BY messages.seq LIMIT ?`,
  )
  const anyFrom = query<{ found: 1 }>(
    'SELECT 1 AS found FROM messages WHERE room_id = ? AND seq >= ? LIMIT 1',
  )
  const newestOf = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.seq > ?
       AND messages.deleted_at IS NULL
     ORDER BY messages.seq DESC LIMIT 1`,
  )
  const pinned = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.pinned_at IS NOT NULL
     ORDER BY messages.pinned_at DESC, messages.seq DESC`,
  )
  const carrying = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ?1 AND messages.seq IN (
       SELECT seq FROM message_media WHERE room_id = ?1 AND kind = ?2 AND seq < ?3
       ORDER BY seq DESC LIMIT ?4)
     ORDER BY messages.seq DESC`,
  )
  const changedSince = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.change_seq > ?
     ORDER BY messages.change_seq LIMIT ?`,
  )
  const reactionsTo = query<ReactionRow>(
    `SELECT message_id, emoji, person_id, person_name FROM reactions
     WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY position`,
  )

  const lastSeq = (roomId: RoomId): number => numbersOf(roomId)[0]?.last_seq ?? 0

  const trimmedSeq = (roomId: RoomId): number => numbersOf(roomId)[0]?.trimmed_seq ?? 0

  /** The reactions to all of them come with one question, however many there are. */
  function withReactions(rows: readonly MessageRow[]): Message[] {
    if (rows.length === 0) return []
    const ids = JSON.stringify(rows.map(({ id }) => id))
    const reactions = groupReactions(reactionsTo(ids))
    return rows.map((row) => toMessage(row, reactions.get(row.id) ?? []))
  }

  const hasFrom = (roomId: RoomId, seq: number): boolean => anyFrom(roomId, seq).length > 0

  /** One row more than asked for tells whether there are more. */
  function backwardsFrom(roomId: RoomId, seq: number, limit: number) {
    const rows = backwards(roomId, seq, limit + 1)
    return { rows: rows.slice(0, limit).toReversed(), more: rows.length > limit }
  }

  function forwardsFrom(roomId: RoomId, seq: number, limit: number) {
    const rows = forwards(roomId, seq, limit + 1)
    return { rows: rows.slice(0, limit), more: rows.length > limit }
  }

  function rowsIn(roomId: RoomId, range: PageRange, limit: number) {
    switch (range.from) {
      case 'newest':
        return { ...backwardsFrom(roomId, Number.MAX_SAFE_INTEGER, limit), moreAfter: false }
      case 'before': {
        const moreAfter = hasFrom(roomId, range.seq)
        return { ...backwardsFrom(roomId, range.seq, limit), moreAfter }
      }
      case 'after': {
        const { rows, more } = forwardsFrom(roomId, range.seq, limit)
        return { rows, more, moreAfter: more }
      }
      case 'around': {
        const older = backwardsFrom(roomId, range.seq + 1, Math.ceil(limit / 2))
        const newer = forwardsFrom(roomId, range.seq, Math.floor(limit / 2))
        return { rows: [...older.rows, ...newer.rows], more: older.more, moreAfter: newer.more }
      }
    }
  }

  return {
    find: (id: MessageId): Message | null => withReactions(byId(id))[0] ?? null,

    findSent: (roomId: RoomId, authorId: PersonId, clientId: ClientId): Message | null =>
      withReactions(bySender(authorId, roomId, clientId))[0] ?? null,

    page(roomId: RoomId, range: PageRange, limit: number): Page {
      const { rows, more, moreAfter } = rowsIn(roomId, range, limit)
      return { messages: withReactions(rows), more, moreAfter, lastSeq: lastSeq(roomId) }
    },

    pins: (roomId: RoomId): readonly Message[] => withReactions(pinned(roomId)),

    media({ roomId, kind, before, limit }: MediaPageRequest): MediaPage {
      const rows = carrying(roomId, kind, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
      return { messages: withReactions(rows.slice(0, limit)), more: rows.length > limit }
    },

    lastSeq,
    /** Messages up to this number are gone. */
    trimmedSeq,
    withReactions,

    /** The newest message that is not deleted, of those after a number. */
    newest: (roomId: RoomId, after: number): Message | null =>
      withReactions(newestOf(roomId, after))[0] ?? null,

    changes(roomId: RoomId, after: number, limit: number): Changes {
      const rows = changedSince(roomId, after, limit + 1)
      const messages = withReactions(rows.slice(0, limit))
      const more = rows.length > limit
      const upTo = (more ? messages.at(-1)?.changeSeq : undefined) ?? lastSeq(roomId)
      return { messages, upTo, more, trimmedUpTo: trimmedSeq(roomId) }
    },
  }
}
