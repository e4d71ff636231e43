import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { TextMessage } from '#shared/domain/messages.ts'
import type { Changes, Page, PageRange } from '../../ports/message-store.ts'
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
  const lastSeqs = query<{ last_seq: number }>('SELECT last_seq FROM rooms WHERE id = ?')
  const byId = query<MessageRow>(`${SELECT_MESSAGES} WHERE messages.id = ?`)
  const backwards = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.seq < ?
     ORDER BY messages.seq DESC LIMIT ?`,
  )
  const forwards = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.seq > ?
     ORDER BY messages.seq LIMIT ?`,
  )
  const changedSince = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.room_id = ? AND messages.change_seq > ?
     ORDER BY messages.change_seq LIMIT ?`,
  )
  const reactionsTo = query<ReactionRow>(
    `SELECT message_id, emoji, person_id, person_name FROM reactions
     WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY position`,
  )

  const lastSeq = (roomId: RoomId): number => lastSeqs(roomId)[0]?.last_seq ?? 0

  /** The reactions to all of them come with one question, however many there are. */
  function withReactions(rows: readonly MessageRow[]): TextMessage[] {
    if (rows.length === 0) return []
    const ids = JSON.stringify(rows.map(({ id }) => id))
    const reactions = groupReactions(reactionsTo(ids))
    return rows.map((row) => toMessage(row, reactions.get(row.id) ?? []))
  }

  return {
    find: (id: MessageId): TextMessage | null => withReactions(byId(id))[0] ?? null,

    /** One row more than asked for tells whether there are more. */
    page(roomId: RoomId, range: PageRange, limit: number): Page {
      const isForward = range.from === 'after'
      const from = range.from === 'newest' ? Number.MAX_SAFE_INTEGER : range.seq
      const rows = (isForward ? forwards : backwards)(roomId, from, limit + 1)
      const messages = withReactions(rows.slice(0, limit))
      return {
        messages: isForward ? messages : messages.toReversed(),
        more: rows.length > limit,
        lastSeq: lastSeq(roomId),
      }
    },

    changes(roomId: RoomId, after: number, limit: number): Changes {
      const rows = changedSince(roomId, after, limit + 1)
      const messages = withReactions(rows.slice(0, limit))
      const more = rows.length > limit
      const upTo = (more ? messages.at(-1)?.changeSeq : undefined) ?? lastSeq(roomId)
      return { messages, upTo, more }
    },
  }
}
