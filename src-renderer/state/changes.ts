import type { EventPayload } from '#shared/protocol/maps.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { addMessages, newestSeq, type Conversation } from './conversation.ts'

/** Numbers between the last one without a gap and the highest one heard of. */
export const missingChanges = ({ knownSeq, heardSeq }: Conversation): number =>
  knownSeq === null ? 0 : Math.max(0, heardSeq - knownSeq)

/** A number that must exist, because the server named it. */
export const hearOf = (conversation: Conversation, seq: number): Conversation => ({
  ...conversation,
  heardSeq: Math.max(conversation.heardSeq, seq),
})

/** A message that is new, or that is different now. */
export const applyChange = (conversation: Conversation, message: StoredMessageWire): Conversation =>
  counted(addInReach(conversation, [message]), message.changeSeq)

/** The reactions to one message. Of a message that is not known only the number counts. */
export function applyReactions(
  conversation: Conversation,
  update: EventPayload<'chat:reaction:update'>,
): Conversation {
  const { messageId, changeSeq, reactions } = update
  const messages = conversation.messages.map((message) =>
    message.id === messageId && message.changeSeq < changeSeq
      ? { ...message, changeSeq, reactions }
      : message,
  )
  return counted({ ...conversation, messages }, changeSeq)
}

/** What the server answers when asked for everything after the known number. */
export function applyChanges(
  conversation: Conversation,
  page: { readonly messages: readonly StoredMessageWire[]; readonly upTo: number },
): Conversation {
  const added = addInReach(conversation, page.messages)
  const knownSeq = Math.max(conversation.knownSeq ?? 0, page.upTo)
  return { ...added, knownSeq, heardSeq: Math.max(conversation.heardSeq, knownSeq) }
}

/** The server does not have what it told about: waiting for it any longer makes no sense. */
export const giveUpMissing = (conversation: Conversation): Conversation => ({
  ...conversation,
  knownSeq: conversation.knownSeq === null ? null : conversation.heardSeq,
})

/**
 * Leaves out what lies before the first known message, or behind the last one of an old part:
 * reading on will bring it, as it is then, and until then it would stand there alone with a hole
 * beside it.
 */
function addInReach(
  conversation: Conversation,
  arrived: readonly StoredMessageWire[],
): Conversation {
  const { messages, isAtStart, isLive, phase } = conversation
  const oldest = messages[0]?.seq ?? 0
  const newest = newestSeq(conversation)
  const isInReach = (message: StoredMessageWire): boolean =>
    phase === 'loading'
      ? message.seq === message.changeSeq
      : (isAtStart || message.seq > oldest) && (isLive || message.seq < newest)
  const known = new Set(messages.map(({ id }) => id))
  const isWanted = (message: StoredMessageWire): boolean =>
    known.has(message.id) || isInReach(message)
  const added = addMessages(conversation, arrived.filter(isWanted))
  const confirmed = new Set(arrived.map(({ clientId }) => clientId))
  return {
    ...added,
    phase: added.messages.length > 0 ? 'ready' : phase,
    outgoing: added.outgoing.filter(({ clientId }) => !confirmed.has(clientId)),
  }
}

function counted(conversation: Conversation, seq: number): Conversation {
  const { knownSeq } = conversation
  const isNext = knownSeq !== null && seq === knownSeq + 1
  return hearOf(isNext ? { ...conversation, knownSeq: seq } : conversation, seq)
}
