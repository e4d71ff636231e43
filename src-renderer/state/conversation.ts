import type { Emoji } from '#shared/domain/emoji.ts'
import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { SystemMessageWire, StoredMessageWire } from '#shared/protocol/wire.ts'

/** A recording on its way, whose sound lies among the kept notes. */
interface OutgoingVoice {
  readonly noteId: string
  readonly seconds: number
  /** 0 to 255. */
  readonly peaks: readonly number[]
}

/** The smaller picture of one that is on its way; it lies among the kept media too. */
interface OutgoingPreview {
  readonly fileId: string
  readonly width: number
  readonly height: number
}

/** A file on its way, whose content lies among the kept media. */
interface OutgoingFile {
  readonly fileId: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly preview: OutgoingPreview | null
}

/** A message of ours that the server has not confirmed yet. */
export interface OutgoingMessage {
  readonly clientId: ClientId
  /** Empty when it is a recording, or files without words. */
  readonly text: string
  readonly voice: OutgoingVoice | null
  readonly files: readonly OutgoingFile[]
  /** By this computer's clock; replaced by the server's when it confirms. */
  readonly createdAt: number
  readonly replyTo: StoredMessageWire['replyTo']
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

/** Reading on in one direction. */
export type Paging =
  | { readonly phase: 'idle' }
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly reason: string }

const IDLE: Paging = { phase: 'idle' }

export interface Conversation {
  readonly roomId: RoomId
  readonly phase: 'loading' | 'ready'
  /** In the order of their `seq`, each once, as they are now. */
  readonly messages: readonly StoredMessageWire[]
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
  /** The last message is the newest there is. After a jump far back it is not, until one comes back. */
  readonly isLive: boolean
  readonly older: Paging
  readonly newer: Paging
  /** Counts up when other messages take the place of all that were here, so a list can begin anew. */
  readonly generation: number
  /** Where the last change happened, so that a list can hold its place. */
  readonly lastChange: 'older' | 'newer'
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
  isLive: true,
  older: IDLE,
  newer: IDLE,
  generation: 0,
  lastChange: 'newer',
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
): StoredMessageWire | undefined => conversation?.messages.find((message) => message.id === id)

/**
 * Puts messages where they belong, whatever their order and however often they arrive, and removes
 * the pending ones that they confirm. Of two states of one message the newer one stays.
 */
export function addMessages(
  conversation: Conversation,
  arrived: readonly StoredMessageWire[],
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
  known: readonly StoredMessageWire[],
  arrived: readonly StoredMessageWire[],
): readonly StoredMessageWire[] {
  const byId = new Map(known.map((message) => [message.id, message]))
  for (const message of arrived) {
    const held = byId.get(message.id)
    // The same number again is no repetition: a reaction may have come without the edit before it.
    if (!held || message.changeSeq >= held.changeSeq) byId.set(message.id, message)
  }
  return [...byId.values()].toSorted((a, b) => a.seq - b.seq)
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
