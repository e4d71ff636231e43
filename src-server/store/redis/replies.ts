import type { Emoji } from '#shared/domain/emoji.ts'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { excerptOf, type Quote, type Reaction, type TextMessage } from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'

/** What the scripts about messages answer, and how it becomes domain values. */

type Field = string | null

/** seq, change, author, name, text, created, edited, deleted, client, reactions, reply. */
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
]

type QuoteReply = readonly [id: string, seq: string, author: string, name: string, text: string]

export type MessageReply = readonly [id: string, fields: MessageFields, quote: QuoteReply | null]

/** The last number of the room and the messages. */
export type ListReply = readonly [lastSeq: string, messages: readonly MessageReply[]]

/** emoji, person, name. */
type ReactionTuple = readonly [Emoji, PersonId, PersonName]

export function toMessage(roomId: RoomId, [id, fields, quote]: MessageReply): TextMessage {
  const [seq, change, author, name, text, created, edited, deleted, client, reactions] = fields
  return {
    id: id as MessageId,
    roomId,
    seq: Number(seq),
    changeSeq: Number(change),
    type: 'text',
    text,
    author: toPerson(author, name),
    createdAt: Number(created),
    editedAt: toTime(edited),
    deletedAt: toTime(deleted),
    replyTo: quote ? toQuote(quote) : null,
    reactions: reactions === null ? [] : toReactions(JSON.parse(reactions) as ReactionTuple[]),
    clientId: client as ClientId | null,
  }
}

export const toPerson = (id: string, name: string): Person => ({
  id: id as PersonId,
  name: name as PersonName,
})

const toTime = (field: Field): number | null => (field === null ? null : Number(field))

const toQuote = ([id, seq, author, name, text]: QuoteReply): Quote => ({
  id: id as MessageId,
  seq: Number(seq),
  author: toPerson(author, name),
  excerpt: excerptOf(text),
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
