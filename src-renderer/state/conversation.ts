import type { Emoji } from '#shared/domain/emoji.ts'
import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { SystemMessageWire, TextMessageWire } from '#shared/protocol/wire.ts'

/** A text of ours that the server has not confirmed yet. */
export interface OutgoingMessage {
  readonly clientId: ClientId
  readonly text: string
  /** By this computer's clock; replaced by the server's when it confirms. */
  readonly createdAt: number
  readonly replyTo: TextMessageWire['replyTo']
  readonly state:
    | { readonly phase: 'sending' }
    /** Given up; stays until the author tries again or discards it. */
    | { readonly phase: 'failed'; readonly reason: string }
}

/** A reaction of ours that was asked for and is shown as if it had happened already. */
export interface ReactionWish {
  readonly messageId: MessageId
  readonly emoji: Emoji
  readonly on: boolean
}

/** Something the server said about the room. It has no number, so it is tied to the message before it. */
interface PlacedNotice {
  readonly notice: SystemMessageWire
  readonly afterSeq: number
}

export interface Conversation {
  readonly roomId: RoomId
  readonly phase: 'loading' | 'ready'
  /** In the order of their `seq`, each once, as they are now. */
  readonly messages: readonly TextMessageWire[]
  /** Number of the newest change up to which nothing is missing; null before the first page. */
  readonly knownSeq: number | null
  /** The highest number heard of. Greater than `knownSeq` while something is missing. */
  readonly heardSeq: number
  readonly notices: readonly PlacedNotice[]
  readonly outgoing: readonly OutgoingMessage[]
  /** Reactions that the server has not confirmed yet. */
  readonly wishes: readonly ReactionWish[]
  /** The message that the next one will answer. */
  readonly replyingTo: MessageId | null
  /** The server has nothing before the first message. */
  readonly isAtStart: boolean
  readonly older:
    | { readonly phase: 'idle' }
    | { readonly phase: 'loading' }
    | { readonly phase: 'failed'; readonly reason: string }
  /** Where the last change happened, so that a list can hold its place. */
  readonly lastChange: 'older' | 'newer'
  /** `seq` of the newest message that was read; null before anything was. */
  readonly readSeq: number | null
  /** What came after this `seq` came while nobody read; null when there is nothing to point out. */
  readonly newAfterSeq: number | null
}

export const emptyConversation = (roomId: RoomId): Conversation => ({
  roomId,
  phase: 'loading',
  messages: [],
  knownSeq: null,
  heardSeq: 0,
  notices: [],
  outgoing: [],
  wishes: [],
  replyingTo: null,
  isAtStart: false,
  older: { phase: 'idle' },
  lastChange: 'newer',
  readSeq: null,
  newAfterSeq: null,
})

/** Notices are for who is here now; more than this would only push the messages away. */
const NOTICES_MAX = 200

/** `seq` of the newest message that is known, 0 when there is none. */
export const newestSeq = (conversation: Conversation): number =>
  conversation.messages.at(-1)?.seq ?? 0

export const findMessage = (
  conversation: Conversation | undefined,
  id: MessageId,
): TextMessageWire | undefined => conversation?.messages.find((message) => message.id === id)

/**
 * Puts messages where they belong, whatever their order and however often they arrive, and removes
 * the pending ones that they confirm. Of two states of one message the newer one stays.
 */
export function addMessages(
  conversation: Conversation,
  arrived: readonly TextMessageWire[],
): Conversation {
  const ours = arrived.filter(({ roomId }) => roomId === conversation.roomId)
  const messages = merged(conversation.messages, ours)
  const confirmed = new Set(ours.map((message) => message.clientId))
  return {
    ...conversation,
    phase: 'ready',
    messages,
    outgoing: conversation.outgoing.filter((message) => !confirmed.has(message.clientId)),
    isAtStart: conversation.isAtStart || messages[0]?.seq === 1,
    lastChange: 'newer',
  }
}

function merged(
  known: readonly TextMessageWire[],
  arrived: readonly TextMessageWire[],
): readonly TextMessageWire[] {
  const byId = new Map(known.map((message) => [message.id, message]))
  for (const message of arrived) {
    const held = byId.get(message.id)
    // The same number again is no repetition: a reaction may have come without the edit before it.
    if (!held || message.changeSeq >= held.changeSeq) byId.set(message.id, message)
  }
  return [...byId.values()].toSorted((a, b) => a.seq - b.seq)
}

/** What a server sends on joining: the newest messages, which may be none. */
export function addNewestPage(
  conversation: Conversation,
  page: readonly TextMessageWire[],
): Conversation {
  const added = addMessages(conversation, page)
  const newestChange = page.reduce((newest, { changeSeq }) => Math.max(newest, changeSeq), 0)
  return {
    ...added,
    knownSeq: conversation.knownSeq ?? newestChange,
    heardSeq: Math.max(conversation.heardSeq, newestChange),
    isAtStart: added.isAtStart || added.messages.length === 0,
  }
}

/** A page from before the first known message. */
export function addOlderPage(
  conversation: Conversation,
  page: { readonly messages: readonly TextMessageWire[]; readonly more: boolean },
): Conversation {
  const added = addMessages(conversation, page.messages)
  return {
    ...added,
    isAtStart: added.isAtStart || !page.more,
    older: { phase: 'idle' },
    lastChange: 'older',
  }
}

/**
 * Forgets everything but the given newest page and what came after it: cheaper than filling a gap
 * of thousands.
 *
 * @param upTo a number that was heard of before the page was asked for, so the page includes it
 */
export function restartWith(
  conversation: Conversation,
  page: readonly TextMessageWire[],
  upTo: number,
): Conversation {
  const newest = page.at(-1)?.seq ?? 0
  const later = conversation.messages.filter(({ seq }) => seq > newest)
  const { roomId, outgoing, wishes, replyingTo, heardSeq, readSeq, newAfterSeq } = conversation
  const kept = { outgoing, wishes, replyingTo, heardSeq, readSeq, newAfterSeq, knownSeq: upTo }
  return addMessages(addNewestPage({ ...emptyConversation(roomId), ...kept }, page), later)
}

export function addNotice(conversation: Conversation, notice: SystemMessageWire): Conversation {
  const isKnown = conversation.notices.some((placed) => placed.notice.id === notice.id)
  if (isKnown) return conversation
  const placed: PlacedNotice = { notice, afterSeq: newestSeq(conversation) }
  return {
    ...conversation,
    notices: [...conversation.notices, placed].slice(-NOTICES_MAX),
    lastChange: 'newer',
  }
}
