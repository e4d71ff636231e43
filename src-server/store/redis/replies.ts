import type { CallEntry } from '#shared/domain/call.ts'
import type { Emoji } from '#shared/domain/emoji.ts'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import {
  quotedOf,
  type Attachment,
  type Message,
  type MessageType,
  type Pin,
  type Quote,
  type Reaction,
} from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'

/** What the scripts about messages answer, and how it becomes domain values. */

type Field = string | null

/** In the order in which the scripts read them; the last eleven are missing where they say nothing. */
type MessageFields = readonly [
  seq: string,
  change: string,
  author: string,
  name: string,
  text: string,
  created: string,
  edited: Field,
  deleted: Field,
  client: Field,
  reactions: Field,
  reply: Field,
  type: Field,
  attachments: Field,
  mentions: Field,
  here: Field,
  pinned: Field,
  pinner: Field,
  pinnerName: Field,
  call: Field,
]

/** What it carries comes only where there is no text. */
type QuoteReply = readonly [
  id: string,
  seq: string,
  author: string,
  name: string,
  text: string,
  type: string,
  attachments: string,
]

export type MessageReply = readonly [id: string, fields: MessageFields, quote: QuoteReply | null]

/** The last number of the room, the messages, the number up to which messages are gone. */
export type ListReply = readonly [
  lastSeq: string,
  messages: readonly MessageReply[],
  trimmed: string,
]

/** The last number of the room, the older messages with the newest first, the newer ones. */
export type PageReply = readonly [
  lastSeq: string,
  older: readonly MessageReply[],
  newer: readonly MessageReply[],
]

/** emoji, person, name. */
type ReactionTuple = readonly [Emoji, PersonId, PersonName]

export function toMessage(roomId: RoomId, [id, fields, quote]: MessageReply): Message {
  const [seq, change, author, name, text, created, edited, deleted, client, reactions] = fields
  const [type, attachments, mentions, here, pinned, pinner, pinnerName, call] = fields.slice(11)
  return {
    id: id as MessageId,
    roomId,
    seq: Number(seq),
    changeSeq: Number(change),
    type: (type ?? 'text') as MessageType,
    text,
    attachments: toList(attachments) as readonly Attachment[],
    call: call ? (JSON.parse(call) as CallEntry) : null,
    author: toPerson(author, name),
    createdAt: Number(created),
    editedAt: toTime(edited),
    deletedAt: toTime(deleted),
    replyTo: quote ? toQuote(quote) : null,
    reactions: toReactions(toList(reactions) as readonly ReactionTuple[]),
    pin: toPin(pinned, pinner, pinnerName),
    mentions: toList(mentions) as readonly PersonId[],
    mentionsHere: here === '1',
    clientId: client as ClientId | null,
  }
}

const toList = (json: Field | undefined): readonly unknown[] =>
  json ? (JSON.parse(json) as unknown[]) : []

const toPin = (time?: Field, by?: Field, name?: Field): Pin | null =>
  time && by && name ? { pinnedAt: Number(time), by: toPerson(by, name) } : null

export const toPerson = (id: string, name: string): Person => ({
  id: id as PersonId,
  name: name as PersonName,
})

const toTime = (field: Field): number | null => (field === null ? null : Number(field))

const toQuote = ([id, seq, author, name, text, type, attachments]: QuoteReply): Quote => ({
  id: id as MessageId,
  seq: Number(seq),
  author: toPerson(author, name),
  excerpt: quotedOf({
    type: type as MessageType,
    text,
    attachments: toList(attachments) as readonly Attachment[],
  }),
})

/** In the order of choosing: an emoji stands where it came first. */
function toReactions(tuples: readonly ReactionTuple[]): readonly Reaction[] {
  const peopleByEmoji = new Map<Emoji, Person[]>()
  for (const [emoji, id, name] of tuples) {
    const people = peopleByEmoji.get(emoji) ?? []
    peopleByEmoji.set(emoji, people)
    people.push({ id, name })
  }
  return [...peopleByEmoji].map(([emoji, people]) => ({ emoji, people }))
}
