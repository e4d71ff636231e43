import type { Emoji } from '#shared/domain/emoji.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft, TextMessage } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'

export interface Appended {
  readonly message: TextMessage
  /** The author had stored it earlier under the same `clientId`; `message` is that one. */
  readonly duplicate: boolean
}

/** Which part of a conversation to read. */
export type PageRange =
  | { readonly from: 'newest' }
  | { readonly from: 'before'; readonly seq: number }
  | { readonly from: 'after'; readonly seq: number }

export interface Page {
  /** Oldest first, whatever the range; each as it is now. */
  readonly messages: readonly TextMessage[]
  /** There is more in the direction asked for. */
  readonly more: boolean
  /** Number of the newest change in the room when the page was read, 0 for an empty room. */
  readonly lastSeq: number
}

export interface Changes {
  /** Each changed message once, as it is now, in the order of `changeSeq`. */
  readonly messages: readonly TextMessage[]
  /** Everything up to this number is in here or was known: `changeSeq` of the last, or `lastSeq`. */
  readonly upTo: number
  readonly more: boolean
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
  | { readonly kind: 'done'; readonly message: TextMessage; readonly changed: boolean }
  | { readonly kind: 'full' }
  /** Unknown or deleted. */
  | { readonly kind: 'missing' }

/**
 * The durable, ordered conversation of each room. A message and every later change to it get the
 * next number of the room, in one step with being stored; when a verb returns, its change survives
 * the sudden end of the process and of the machine. Every verb may throw `Unavailable`.
 */
export interface MessageStore {
  /** Numbers and stores the message in one step, so two senders can never share a number. */
  append(draft: MessageDraft): Promise<Appended>
  find(id: MessageId): Promise<TextMessage | null>
  /** @returns null, and changes nothing, when the message is unknown or deleted */
  edit(id: MessageId, text: string, editedAt: number): Promise<TextMessage | null>
  /**
   * Empties the message, its reactions included. Repeating it changes nothing.
   * @returns the message as it is afterwards and whether this call deleted it; null when unknown
   */
  remove(
    id: MessageId,
    deletedAt: number,
  ): Promise<{ readonly message: TextMessage; readonly changed: boolean } | null>
  /** Changes nothing, and takes no number, when the reaction already is as asked for. */
  react(request: ReactionRequest): Promise<ReactionOutcome>
  /**
   * A read sees every change that was answered before it was asked: whoever subscribes first and
   * then reads misses nothing.
   */
  page(roomId: RoomId, range: PageRange, limit: number): Promise<Page>
  changes(roomId: RoomId, after: number, limit: number): Promise<Changes>
}
