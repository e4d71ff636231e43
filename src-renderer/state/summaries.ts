import {
  DEFAULT_DIRECT_LEVEL,
  DEFAULT_ROOM_LEVEL,
  UNREAD_MAX,
  type NotificationLevel,
} from '#shared/domain/conversations.ts'
import { otherOfDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { ConversationWire, StoredMessageWire } from '#shared/protocol/wire.ts'
import { isWorthReading, speaksTo } from './notifying.ts'

/** What there is to know about a conversation without having read it. */
export interface Summary {
  readonly roomId: RoomId
  /** The other one of a direct conversation; null for a room. */
  readonly withId: PersonId | null
  /** `seq` of the newest message that this person has read, on whatever device. */
  readonly readSeq: number
  /** Up to this number everything is in the counts. */
  readonly countedSeq: number
  readonly unread: number
  readonly mentions: number
  readonly lastMessage: StoredMessageWire | null
  readonly notify: NotificationLevel
  /** Taken off the list until something is said in it. */
  readonly isHidden: boolean
}

export function emptySummary(roomId: RoomId, me: PersonId | undefined): Summary {
  const withId = me === undefined ? null : otherOfDirect(roomId, me)
  return {
    roomId,
    withId,
    readSeq: 0,
    countedSeq: 0,
    unread: 0,
    mentions: 0,
    lastMessage: null,
    notify: withId === null ? DEFAULT_ROOM_LEVEL : DEFAULT_DIRECT_LEVEL,
    isHidden: false,
  }
}

export const summaryFrom = (wire: ConversationWire): Summary => ({
  roomId: wire.roomId,
  withId: wire.with?.id ?? null,
  readSeq: wire.readSeq,
  countedSeq: wire.lastSeq,
  unread: wire.unread,
  mentions: wire.mentions,
  lastMessage: wire.lastMessage,
  notify: wire.notify,
  isHidden: false,
})

/**
 * What the server says, unless this device knows better: reading that the server has not heard of
 * yet stays read.
 *
 * @param known messages that are here, to leave those out of the count that were read
 */
export function reconciled(
  told: Summary,
  before: Summary | undefined,
  known: readonly StoredMessageWire[],
): Summary {
  if (!before || before.readSeq <= told.readSeq || told.countedSeq < before.readSeq) return told
  if (told.countedSeq <= before.countedSeq) return before
  const read = known.filter(
    ({ seq, deletedAt, userId }) =>
      seq > told.readSeq &&
      seq <= before.readSeq &&
      deletedAt === null &&
      (told.withId === null || userId === told.withId),
  )
  const unread = Math.max(0, told.unread - read.length)
  return { ...told, readSeq: before.readSeq, unread, mentions: Math.min(told.mentions, unread) }
}

/** Something was said. Counted once, however often it is told. */
export function withNewMessage(
  summary: Summary,
  message: StoredMessageWire,
  me: PersonId | undefined,
): Summary {
  if (message.seq <= summary.countedSeq) return withChangedMessage(summary, message)
  const isUnread = message.userId !== me && message.deletedAt === null && isWorthReading(message)
  const isToMe = isUnread && speaksTo(message, me)
  return {
    ...summary,
    countedSeq: Math.max(summary.countedSeq, message.changeSeq),
    unread: isUnread ? Math.min(UNREAD_MAX, summary.unread + 1) : summary.unread,
    mentions: isToMe ? summary.mentions + 1 : summary.mentions,
    lastMessage: message,
    isHidden: false,
  }
}

/** A message is different now. One that nobody read and that is gone needs no reading any more. */
export function withChangedMessage(summary: Summary, message: StoredMessageWire): Summary {
  const isNews = message.changeSeq > summary.countedSeq
  const isLast = summary.lastMessage?.id === message.id
  if (!isNews && !isLast) return summary
  const countedSeq = Math.max(summary.countedSeq, message.changeSeq)
  const lastMessage = isLast ? message : summary.lastMessage
  const isGone = isNews && message.deletedAt !== null && message.seq > summary.readSeq
  const unread = isGone ? Math.max(0, summary.unread - 1) : summary.unread
  return {
    ...summary,
    countedSeq,
    lastMessage,
    unread,
    mentions: Math.min(summary.mentions, unread),
  }
}

/** A change that has a number and no message, such as a reaction. */
export const withNumber = (summary: Summary, changeSeq: number): Summary =>
  changeSeq > summary.countedSeq ? { ...summary, countedSeq: changeSeq } : summary

/**
 * This person has read up to there, here or on another device.
 *
 * @param known messages that are here, to count what is left; empty when it was never looked at
 */
export function readUpTo(
  summary: Summary,
  seq: number,
  known: readonly StoredMessageWire[],
  me: PersonId | undefined,
): Summary {
  if (seq <= summary.readSeq && summary.unread === 0) return summary
  const readSeq = Math.max(seq, summary.readSeq)
  const isAllRead = readSeq >= (summary.lastMessage?.seq ?? 0)
  if (isAllRead) return { ...summary, readSeq, unread: 0, mentions: 0 }
  if (known.length === 0) return { ...summary, readSeq }
  const left = known.filter(
    (message) => message.seq > readSeq && message.userId !== me && message.deletedAt === null,
  )
  const unread = Math.min(summary.unread, left.length)
  const mentions = left.filter((message) => speaksTo(message, me)).length
  return { ...summary, readSeq, unread, mentions: Math.min(unread, mentions) }
}

/** The one with the newest message first; those without one, just opened, before all others. */
export const byNewest = (a: Summary, b: Summary): number =>
  (b.lastMessage?.createdAt ?? Infinity) - (a.lastMessage?.createdAt ?? Infinity) ||
  a.roomId.localeCompare(b.roomId)
