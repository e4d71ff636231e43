import type { RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft, TextMessage } from '#shared/domain/messages.ts'

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
  /** Oldest first, whatever the range. */
  readonly messages: readonly TextMessage[]
  /** There is more in the direction asked for. */
  readonly more: boolean
}

/** The durable, ordered conversation of each room. Every verb may throw `Unavailable`. */
export interface MessageStore {
  /**
   * Numbers and stores the message in one step, so two senders can never share a number.
   * When it returns, the message survives the sudden end of the process and of the machine.
   */
  append(draft: MessageDraft): Promise<Appended>
  /**
   * A read sees every append that was answered before it was asked, and none that was asked later
   * in the same process: whoever subscribes first and then reads misses nothing.
   */
  page(roomId: RoomId, range: PageRange, limit: number): Promise<Page>
  /** `seq` of the newest message, 0 for an empty or unknown room. */
  lastSeq(roomId: RoomId): Promise<number>
}
