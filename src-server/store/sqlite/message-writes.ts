import { peopleOfDirect } from '#shared/domain/direct.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft, Quote, Message } from '#shared/domain/messages.ts'
import type {
  Appended,
  PinOutcome,
  PinRequest,
  ReactionOutcome,
  ReactionRequest,
} from '../../ports/message-store.ts'
import { Gone } from '../../ports/gone.ts'
import type { MessageReads } from './message-reads.ts'
import { newMessage, toQuote, type QuoteRow } from './message-rows.ts'
import type { SearchIndex } from './search-index.ts'
import type { Statements } from './statements.ts'

/** Changing conversations. Each verb runs in a transaction of its own or of several (group commit). */
export function createMessageWrites(
  { query, command }: Statements,
  reads: MessageReads,
  index: SearchIndex,
) {
  const nextSeqs = query<{ last_seq: number }>(
    `UPDATE rooms SET last_seq = last_seq + 1 WHERE id = ? AND kind <> 'deleted'
     RETURNING last_seq`,
  )
  const insertMessage = command(
    `INSERT INTO messages (room_id, seq, change_seq, id, author_id, author_name, text, created_at,
       reply_to, client_id, type, attachments, mentions, mentions_here, call)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const quotes = query<QuoteRow>(
    'SELECT id, seq, author_id, author_name, type, text, attachments FROM messages WHERE id = ?',
  )
  const setText = command(
    'UPDATE messages SET text = ?, edited_at = ?, change_seq = ? WHERE id = ?',
  )
  const empty = command(
    `UPDATE messages SET text = '', attachments = '[]', call = NULL, mentions = '[]', mentions_here = 0,
       edited_at = NULL, reply_to = NULL, pinned_at = NULL, pinned_by_id = NULL,
       pinned_by_name = NULL, deleted_at = ?, change_seq = ?
     WHERE id = ?`,
  )
  const setPin = command(
    `UPDATE messages SET pinned_at = ?, pinned_by_id = ?, pinned_by_name = ?, change_seq = ?
     WHERE id = ?`,
  )
  const addDirect = command(
    `INSERT INTO rooms (id, position, name, icon, topic, kind) VALUES (?, 0, '', '', '', 'direct')
     ON CONFLICT DO NOTHING`,
  )
  const addDirectPerson = command(
    'INSERT INTO direct_people (person_id, room_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
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
    if (!numbered) throw new Gone('There is no such room')
    return numbered.last_seq
  }

  const appendedBefore = ({ author, roomId, clientId }: MessageDraft): Message | null =>
    clientId && reads.findSent(roomId, author.id, clientId)

  /** A conversation of two people begins with its first message. */
  function beginDirect(roomId: RoomId): void {
    const people = peopleOfDirect(roomId)
    if (!people || reads.lastSeq(roomId) > 0) return
    addDirect(roomId)
    for (const personId of people) addDirectPerson(personId, roomId)
  }

  function quoteOf(id: MessageId | null): Quote | null {
    const [row] = id ? quotes(id) : []
    return row ? toQuote(row) : null
  }

  /** The message as a verb left it; that verb has just seen it. */
  function presentState(id: MessageId): Message {
    const message = reads.find(id)
    if (!message) throw new Error('A message vanished while it was changed')
    return message
  }

  /** The message as a verb left it, in the index too. */
  function indexedState(id: MessageId): Message {
    const message = presentState(id)
    index.replace(message)
    return message
  }

  return {
    append(draft: MessageDraft): Appended {
      const { id, roomId, author, text, createdAt, replyTo, clientId } = draft
      const earlier = appendedBefore(draft)
      if (earlier) return { message: earlier, duplicate: true }
      beginDirect(roomId)
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
        draft.type,
        JSON.stringify(draft.attachments),
        JSON.stringify(draft.mentions),
        draft.mentionsHere ? 1 : 0,
        draft.call && JSON.stringify(draft.call),
      )
      const message = newMessage(draft, seq, quoteOf(replyTo))
      index.add(message)
      return { message, duplicate: false }
    },

    edit(id: MessageId, text: string, editedAt: number): Message | null {
      const message = reads.find(id)
      if (!message || message.deletedAt !== null) return null
      setText(text, editedAt, nextSeq(message.roomId), id)
      return indexedState(id)
    },

    remove(id: MessageId, deletedAt: number): { message: Message; changed: boolean } | null {
      const message = reads.find(id)
      if (!message) return null
      if (message.deletedAt !== null) return { message, changed: false }
      empty(deletedAt, nextSeq(message.roomId), id)
      dropReactions(id)
      return { message: indexedState(id), changed: true }
    },

    pin({ messageId, pin, pinsMax }: PinRequest): PinOutcome {
      const message = reads.find(messageId)
      if (!message || message.deletedAt !== null) return { kind: 'missing' }
      if ((pin === null) === (message.pin === null))
        return { kind: 'done', message, changed: false }
      if (pin !== null && reads.pins(message.roomId).length >= pinsMax) return { kind: 'full' }
      const changeSeq = nextSeq(message.roomId)
      setPin(pin?.pinnedAt ?? null, pin?.by.id ?? null, pin?.by.name ?? null, changeSeq, messageId)
      return { kind: 'done', message: indexedState(messageId), changed: true }
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
