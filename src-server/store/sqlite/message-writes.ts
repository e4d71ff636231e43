import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft, Quote, TextMessage } from '#shared/domain/messages.ts'
import type { Appended, ReactionOutcome, ReactionRequest } from '../../ports/message-store.ts'
import type { MessageReads } from './message-reads.ts'
import { newMessage, toQuote, type QuoteRow } from './message-rows.ts'
import type { Statements } from './statements.ts'

/** Changing conversations. Each verb runs in a transaction of its own or of several (group commit). */
export function createMessageWrites({ query, command }: Statements, reads: MessageReads) {
  const nextSeqs = query<{ last_seq: number }>(
    'UPDATE rooms SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq',
  )
  const sentBefore = query<{ id: MessageId }>(
    'SELECT id FROM messages WHERE author_id = ? AND client_id = ?',
  )
  const insertMessage = command(
    `INSERT INTO messages (room_id, seq, change_seq, id, author_id, author_name, text, created_at,
       reply_to, client_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const quotes = query<QuoteRow>(
    'SELECT id, seq, author_id, author_name, text FROM messages WHERE id = ?',
  )
  const setText = command(
    'UPDATE messages SET text = ?, edited_at = ?, change_seq = ? WHERE id = ?',
  )
  const empty = command(
    `UPDATE messages SET text = '', edited_at = NULL, reply_to = NULL, deleted_at = ?, change_seq = ?
     WHERE id = ?`,
  )
  const setChangeSeq = command('UPDATE messages SET change_seq = ? WHERE id = ?')
  const addReaction = command(
    `INSERT INTO reactions (message_id, emoji, person_id, person_name, position)
     VALUES (?, ?, ?, ?, ?)`,
  )
  const dropReaction = command(
    'DELETE FROM reactions WHERE message_id = ? AND emoji = ? AND person_id = ?',
  )
  const dropReactions = command('DELETE FROM reactions WHERE message_id = ?')

  function nextSeq(roomId: RoomId): number {
    const [numbered] = nextSeqs(roomId)
    if (!numbered) throw new Error('A message was addressed to a room that does not exist')
    return numbered.last_seq
  }

  function appendedBefore(authorId: PersonId, clientId: ClientId | null): TextMessage | null {
    const [earlier] = clientId ? sentBefore(authorId, clientId) : []
    return earlier ? reads.find(earlier.id) : null
  }

  function quoteOf(id: MessageId | null): Quote | null {
    const [row] = id ? quotes(id) : []
    return row ? toQuote(row) : null
  }

  /** The message as a verb left it; that verb has just seen it. */
  function presentState(id: MessageId): TextMessage {
    const message = reads.find(id)
    if (!message) throw new Error('A message vanished while it was changed')
    return message
  }

  return {
    append(draft: MessageDraft): Appended {
      const { id, roomId, author, text, createdAt, replyTo, clientId } = draft
      const earlier = appendedBefore(author.id, clientId)
      if (earlier) return { message: earlier, duplicate: true }
      const seq = nextSeq(roomId)
      insertMessage(
        roomId,
        seq,
        seq,
        id,
        author.id,
        author.name,
        text,
        createdAt,
        replyTo,
        clientId,
      )
      return { message: newMessage(draft, seq, quoteOf(replyTo)), duplicate: false }
    },

    edit(id: MessageId, text: string, editedAt: number): TextMessage | null {
      const message = reads.find(id)
      if (!message || message.deletedAt !== null) return null
      setText(text, editedAt, nextSeq(message.roomId), id)
      return presentState(id)
    },

    remove(id: MessageId, deletedAt: number): { message: TextMessage; changed: boolean } | null {
      const message = reads.find(id)
      if (!message) return null
      if (message.deletedAt !== null) return { message, changed: false }
      empty(deletedAt, nextSeq(message.roomId), id)
      dropReactions(id)
      return { message: presentState(id), changed: true }
    },

    react({ messageId, person, emoji, on, emojiMax }: ReactionRequest): ReactionOutcome {
      const message = reads.find(messageId)
      if (!message || message.deletedAt !== null) return { kind: 'missing' }
      const same = message.reactions.find((reaction) => reaction.emoji === emoji)
      const isOn = same?.people.some(({ id }) => id === person.id) ?? false
      const wanted = on ?? !isOn
      if (wanted === isOn) return { kind: 'done', message, changed: false }
      if (wanted && !same && message.reactions.length >= emojiMax) return { kind: 'full' }
      const changeSeq = nextSeq(message.roomId)
      setChangeSeq(changeSeq, messageId)
      if (wanted) addReaction(messageId, emoji, person.id, person.name, changeSeq)
      else dropReaction(messageId, emoji, person.id)
      return { kind: 'done', message: presentState(messageId), changed: true }
    },
  }
}
