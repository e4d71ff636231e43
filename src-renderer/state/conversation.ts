import type { ClientId, RoomId } from '#shared/domain/ids.ts'
import type { SystemMessageWire, TextMessageWire } from '#shared/protocol/wire.ts'

/** A text of ours that the server has not confirmed yet. */
export interface OutgoingMessage {
  readonly clientId: ClientId
  readonly text: string
  /** By this computer's clock; replaced by the server's when it confirms. */
  readonly createdAt: number
  readonly state:
    | { readonly phase: 'sending' }
    /** Given up; stays until the author tries again or discards it. */
    | { readonly phase: 'failed'; readonly reason: string }
}

/** Something the server said about the room. It has no number, so it is tied to the message before it. */
interface PlacedNotice {
  readonly notice: SystemMessageWire
  readonly afterSeq: number
}

export interface Conversation {
  readonly roomId: RoomId
  readonly phase: 'loading' | 'ready'
  /** In the order of their `seq`, each once; not necessarily without a gap. */
  readonly messages: readonly TextMessageWire[]
  readonly notices: readonly PlacedNotice[]
  readonly outgoing: readonly OutgoingMessage[]
  /** The server has nothing before the first message. */
  readonly isAtStart: boolean
  readonly older:
    | { readonly phase: 'idle' }
    | { readonly phase: 'loading' }
    | { readonly phase: 'failed'; readonly reason: string }
  /** Where the last change happened, so that a list can hold its place. */
  readonly lastChange: 'older' | 'newer'
}

export const emptyConversation = (roomId: RoomId): Conversation => ({
  roomId,
  phase: 'loading',
  messages: [],
  notices: [],
  outgoing: [],
  isAtStart: false,
  older: { phase: 'idle' },
  lastChange: 'newer',
})

/** Notices are for who is here now; more than this would only push the messages away. */
const NOTICES_MAX = 200

/** `seq` of the newest message that is known, 0 when there is none. */
export const newestSeq = (conversation: Conversation): number =>
  conversation.messages.at(-1)?.seq ?? 0

/**
 * Puts messages where they belong, whatever their order and however often they arrive, and removes
 * the pending ones that they confirm.
 */
export function addMessages(
  conversation: Conversation,
  arrived: readonly TextMessageWire[],
): Conversation {
  const bySeq = new Map(conversation.messages.map((message) => [message.seq, message]))
  for (const message of arrived) {
    if (message.roomId === conversation.roomId) bySeq.set(message.seq, message)
  }
  const messages = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq)
  const confirmed = new Set(arrived.map((message) => message.clientId))
  const oldest = messages[0]
  return {
    ...conversation,
    phase: 'ready',
    messages,
    outgoing: conversation.outgoing.filter((message) => !confirmed.has(message.clientId)),
    isAtStart: conversation.isAtStart || oldest?.seq === 1,
    lastChange: 'newer',
  }
}

/** What a server sends on joining: the newest messages, which may be none. */
export function addNewestPage(
  conversation: Conversation,
  page: readonly TextMessageWire[],
): Conversation {
  const added = addMessages(conversation, page)
  return { ...added, isAtStart: added.isAtStart || added.messages.length === 0 }
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

/** Forgets everything but the given newest page: cheaper than filling a gap of thousands. */
export const restartWith = (
  conversation: Conversation,
  page: readonly TextMessageWire[],
): Conversation => ({
  ...addNewestPage(emptyConversation(conversation.roomId), page),
  outgoing: conversation.outgoing,
})

/**
 * Finds messages that must exist but are not here.
 * @returns the `seq` before the first missing message and the number missing there, or null
 */
export function findGap(
  conversation: Conversation,
): { readonly after: number; readonly missing: number } | null {
  const { messages } = conversation
  for (let index = 1; index < messages.length; index += 1) {
    const before = messages[index - 1]?.seq ?? 0
    const missing = (messages[index]?.seq ?? 0) - before - 1
    if (missing > 0) return { after: before, missing }
  }
  return null
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

export const addOutgoing = (
  conversation: Conversation,
  message: OutgoingMessage,
): Conversation => ({
  ...conversation,
  outgoing: [...conversation.outgoing, message],
  lastChange: 'newer',
})

export const setOutgoingState = (
  conversation: Conversation,
  clientId: ClientId,
  state: OutgoingMessage['state'],
): Conversation => ({
  ...conversation,
  outgoing: conversation.outgoing.map((message) =>
    message.clientId === clientId ? { ...message, state } : message,
  ),
})

export const removeOutgoing = (conversation: Conversation, clientId: ClientId): Conversation => ({
  ...conversation,
  outgoing: conversation.outgoing.filter((message) => message.clientId !== clientId),
})
