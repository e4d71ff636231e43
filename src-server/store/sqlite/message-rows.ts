import type { CallEntry } from '#shared/domain/call.ts'
import type { Emoji } from '#shared/domain/emoji.ts'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import {
  quotedOf,
  type Attachment,
  type Message,
  type MessageDraft,
  type MessageType,
  type Pin,
  type Quote,
  type Reaction,
} from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'

/** Rows of the database, and how they become domain values. */

export interface QuoteRow {
  readonly id: MessageId
  readonly seq: number
  readonly author_id: PersonId
  readonly author_name: PersonName
  readonly type: MessageType
  readonly text: string
  /** A JSON list. */
  readonly attachments: string
}

export interface MessageRow extends QuoteRow {
  readonly room_id: RoomId
  readonly change_seq: number
  readonly created_at: number
  readonly edited_at: number | null
  readonly deleted_at: number | null
  readonly client_id: ClientId | null
  /** JSON of the entry of a call. */
  readonly call: string | null
  /** A JSON list. */
  readonly mentions: string
  readonly mentions_here: 0 | 1
  /** All three null without a pin. */
  readonly pinned_at: number | null
  readonly pinned_by_id: PersonId
  readonly pinned_by_name: PersonName
  /** The answered message; all of them null without one. */
  readonly quoted_id: MessageId | null
  readonly quoted_seq: number
  readonly quoted_author_id: PersonId
  readonly quoted_author_name: PersonName
  readonly quoted_type: MessageType
  readonly quoted_text: string
  readonly quoted_attachments: string
}

export interface ReactionRow {
  readonly message_id: MessageId
  readonly emoji: Emoji
  readonly person_id: PersonId
  readonly person_name: PersonName
}

/** A quote shows the answered message as it is now, so it is read along and never copied. */
export const SELECT_MESSAGES = `
  SELECT messages.id, messages.room_id, messages.seq, messages.change_seq, messages.author_id,
         messages.author_name, messages.text, messages.created_at, messages.edited_at,
         messages.deleted_at, messages.client_id, messages.call, messages.type, messages.attachments,
         messages.mentions, messages.mentions_here, messages.pinned_at, messages.pinned_by_id,
         messages.pinned_by_name,
         quoted.id AS quoted_id, quoted.seq AS quoted_seq, quoted.author_id AS quoted_author_id,
         quoted.author_name AS quoted_author_name, quoted.type AS quoted_type,
         quoted.text AS quoted_text, quoted.attachments AS quoted_attachments
  FROM messages LEFT JOIN messages AS quoted ON quoted.id = messages.reply_to`

/** What nobody has answered, changed or reacted to yet. */
export const newMessage = (draft: MessageDraft, seq: number, replyTo: Quote | null): Message => ({
  ...draft,
  seq,
  changeSeq: seq,
  editedAt: null,
  deletedAt: null,
  replyTo,
  reactions: [],
  pin: null,
})

export const toMessage = (row: MessageRow, reactions: readonly Reaction[]): Message => ({
  id: row.id,
  roomId: row.room_id,
  seq: row.seq,
  changeSeq: row.change_seq,
  type: row.type,
  text: row.text,
  attachments: attachmentsOf(row),
  call: row.call === null ? null : (JSON.parse(row.call) as CallEntry),
  author: { id: row.author_id, name: row.author_name },
  createdAt: row.created_at,
  editedAt: row.edited_at,
  deletedAt: row.deleted_at,
  replyTo: quotedBy(row),
  reactions,
  pin: pinOf(row),
  mentions: JSON.parse(row.mentions) as PersonId[],
  mentionsHere: row.mentions_here === 1,
  clientId: row.client_id,
})

const attachmentsOf = ({ attachments }: Pick<QuoteRow, 'attachments'>): readonly Attachment[] =>
  JSON.parse(attachments) as Attachment[]

const pinOf = (row: MessageRow): Pin | null =>
  row.pinned_at === null
    ? null
    : { pinnedAt: row.pinned_at, by: { id: row.pinned_by_id, name: row.pinned_by_name } }

export const toQuote = (row: QuoteRow): Quote => ({
  id: row.id,
  seq: row.seq,
  author: { id: row.author_id, name: row.author_name },
  // With a text it does not matter what else there is.
  excerpt: quotedOf({ ...row, attachments: row.text === '' ? attachmentsOf(row) : [] }),
})

const quotedBy = (row: MessageRow): Quote | null =>
  row.quoted_id === null
    ? null
    : toQuote({
        id: row.quoted_id,
        seq: row.quoted_seq,
        author_id: row.quoted_author_id,
        author_name: row.quoted_author_name,
        type: row.quoted_type,
        text: row.quoted_text,
        attachments: row.quoted_attachments,
      })

/** Reactions of each message from rows in the order of choosing: an emoji stands where it came first. */
export function groupReactions(
  rows: readonly ReactionRow[],
): ReadonlyMap<MessageId, readonly Reaction[]> {
  const messages = new Map<MessageId, Map<Emoji, Person[]>>()
  for (const row of rows) {
    const byEmoji = messages.get(row.message_id) ?? new Map<Emoji, Person[]>()
    messages.set(row.message_id, byEmoji)
    const people = byEmoji.get(row.emoji) ?? []
    byEmoji.set(row.emoji, people)
    people.push({ id: row.person_id, name: row.person_name })
  }
  return new Map(
    [...messages].map(([id, byEmoji]) => [
      id,
      [...byEmoji].map(([emoji, people]) => ({ emoji, people })),
    ]),
  )
}
