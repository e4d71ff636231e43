import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { NotificationLevel } from '#shared/domain/conversations.ts'

/** What one person has to do with one conversation, a room or a direct one. */
export interface Overview {
  readonly roomId: RoomId
  /** Number of the newest change, 0 if none. */
  readonly lastSeq: number
  /** Messages up to this number are gone, because they were too old; 0 if none ever went. */
  readonly trimmedUpTo: number
  readonly readSeq: number
  /**
   * Messages of others after `readSeq` that are not deleted, at most `UNREAD_MAX`. What was said before
   * the person came for the first time is not news to anybody.
   */
  readonly unread: number
  /** How many of these name the person, or everybody who is here. */
  readonly mentions: number
  /** The newest message that is not deleted; null when there is none among the newest. */
  readonly lastMessage: Message | null
  readonly notify: NotificationLevel
}

export interface Receipt {
  readonly personId: PersonId
  readonly seq: number
}

/**
 * What people have to do with conversations: how far they have read, what they want to be told of,
 * which direct ones they have. Durable. Every verb may throw `Unavailable`.
 */
export interface ConversationStore {
  /**
   * Notes how far somebody has read. It never goes back, nor beyond what there is.
   * @returns the number that is stored afterwards, and whether this call moved it
   */
  read(roomId: RoomId, personId: PersonId, seq: number): Promise<Receipt & { changed: boolean }>
  receipts(roomId: RoomId): Promise<readonly Receipt[]>
  /**
   * In the order asked for; conversations without anything in them included. Looks at the newest
   * `OVERVIEW_LOOKS_AT` messages of each, and counts those after the last one said before `since`.
   */
  overview(
    personId: PersonId,
    roomIds: readonly RoomId[],
    since: number,
  ): Promise<readonly Overview[]>
  /** Also of a direct conversation that has not begun. */
  setNotify(roomId: RoomId, personId: PersonId, level: NotificationLevel): Promise<void>
  /**
   * Direct conversations with at least one message that the person has not taken off the list, the
   * one with the newest message first.
   */
  directOf(personId: PersonId): Promise<readonly RoomId[]>
  /** All that were ever begun, in no order: also those that the person has taken off the list. */
  everyDirectOf(personId: PersonId): Promise<readonly RoomId[]>
  /** Off the person's list, until the next message is appended. */
  hide(roomId: RoomId, personId: PersonId): Promise<void>
  /** @returns everybody whom the person refuses afterwards */
  block(personId: PersonId, other: PersonId, on: boolean): Promise<readonly PersonId[]>
  blockedBy(personId: PersonId): Promise<readonly PersonId[]>
  /** @returns everybody whose calls do not ring for the person afterwards */
  setRings(personId: PersonId, caller: PersonId, on: boolean): Promise<readonly PersonId[]>
  quietCallersOf(personId: PersonId): Promise<readonly PersonId[]>
}
