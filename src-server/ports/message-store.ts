import type { Emoji } from '#shared/domain/emoji.ts'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import type { Message, MessageDraft, Pin } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'

export interface Appended {
  readonly message: Message
  /** The author had stored it earlier under the same `clientId`; `message` is that one. */
  readonly duplicate: boolean
}

/** Which part of a conversation to read. */
export type PageRange =
  | { readonly from: 'newest' }
  | { readonly from: 'before'; readonly seq: number }
  | { readonly from: 'after'; readonly seq: number }
  /** Half of it before and half after; the message itself included when there is one. */
  | { readonly from: 'around'; readonly seq: number }

export interface Page {
  /** Oldest first, whatever the range; each as it is now. */
  readonly messages: readonly Message[]
  /** There is more in the direction asked for: older ones, but for `from: 'after'`. */
  readonly more: boolean
  /** There are messages after the last of these. */
  readonly moreAfter: boolean
  /** Number of the newest change in the room when the page was read, 0 for an empty room. */
  readonly lastSeq: number
}

export interface MediaPageRequest {
  readonly roomId: RoomId
  readonly kind: MediaKind
  /** Only messages with smaller numbers; null begins with the newest. */
  readonly before: number | null
  readonly limit: number
}

export interface MediaPage {
  /** Newest first; each carries something of the kind, and maybe of others besides. */
  readonly messages: readonly Message[]
  /** There are older ones. */
  readonly more: boolean
}

export interface Changes {
  /** Each changed message once, as it is now, in the order of `changeSeq`. */
  readonly messages: readonly Message[]
  /** Everything up to this number is in here or was known: `changeSeq` of the last, or `lastSeq`. */
  readonly upTo: number
  readonly more: boolean
  /** Messages up to this number are gone, because they were too old; 0 if none ever went. */
  readonly trimmedUpTo: number
}

export interface ReactionRequest {
  readonly messageId: MessageId
  readonly person: Person
  readonly emoji: Emoji
  /** Undefined toggles. */
  readonly on: boolean | undefined
  /** A message has at most this many different emoji. */
  readonly emojiMax: number
}

export type ReactionOutcome =
  | { readonly kind: 'done'; readonly message: Message; readonly changed: boolean }
  | { readonly kind: 'full' }
  /** Unknown or deleted. */
  | { readonly kind: 'missing' }

export interface PinRequest {
  readonly messageId: MessageId
  readonly pin: Pin | null
  readonly pinsMax: number
}

export type PinOutcome =
  | { readonly kind: 'done'; readonly message: Message; readonly changed: boolean }
  | { readonly kind: 'full' }
  /** Unknown or deleted. */
  | { readonly kind: 'missing' }

/**
 * The durable, ordered conversation of each room and of each two people. A message and every later change to it get the
 * next number of the room, in one step with being stored; when a verb returns, its change survives
 * the sudden end of the process and of the machine. Every verb may throw `Unavailable`.
 */
export interface MessageStore {
  /**
   * Numbers and stores the message in one step, so two senders can never share a number. The first
   * message of a direct conversation creates it; a room has to exist.
   */
  append(draft: MessageDraft): Promise<Appended>
  find(id: MessageId): Promise<Message | null>
  /** What the author stored there under this key, as it is now. */
  findSent(roomId: RoomId, authorId: PersonId, clientId: ClientId): Promise<Message | null>
  /** @returns null, and changes nothing, when the message is unknown or deleted */
  edit(id: MessageId, text: string, editedAt: number): Promise<Message | null>
  /**
   * Empties the message, its reactions included. Repeating it changes nothing.
   * @returns the message as it is afterwards and whether this call deleted it; null when unknown
   */
  remove(
    id: MessageId,
    deletedAt: number,
  ): Promise<{ readonly message: Message; readonly changed: boolean } | null>
  /** Changes nothing, and takes no number, when the reaction already is as asked for. */
  react(request: ReactionRequest): Promise<ReactionOutcome>
  /**
   * Pins the message, or takes its pin away. As it already is, it changes nothing and takes no number.
   */
  pin(request: PinRequest): Promise<PinOutcome>
  /** The pinned messages, the newest pin first. */
  pins(roomId: RoomId): Promise<readonly Message[]>
  /**
   * A read sees every change that was answered before it was asked: whoever subscribes first and
   * then reads misses nothing.
   */
  page(roomId: RoomId, range: PageRange, limit: number): Promise<Page>
  /** What was sent there, without looking through what was only said; read like a page. */
  media(request: MediaPageRequest): Promise<MediaPage>
  changes(roomId: RoomId, after: number, limit: number): Promise<Changes>
}
