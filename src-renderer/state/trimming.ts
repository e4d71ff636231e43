import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import type { Conversation } from './conversation.ts'
import type { MediaList } from './media-list.ts'
import type { Pins } from './pins.ts'
import type { Summary } from './summaries.ts'

/** Forgetting what the server has removed because it was too old: everything up to a number. */

/** The conversation without them; the same one when nothing of them was here. */
export function withoutUpTo(conversation: Conversation, upToSeq: number): Conversation {
  const messages = messagesAfter(conversation.messages, upToSeq)
  if (messages === conversation.messages) return conversation
  const left = new Set(messages.map(({ id }) => id))
  const { replyingTo, wishes } = conversation
  return {
    ...conversation,
    messages,
    wishes: wishes.filter(({ messageId }) => left.has(messageId)),
    replyingTo: replyingTo !== null && left.has(replyingTo) ? replyingTo : null,
    // What was before the first one that is left is nowhere any more.
    isAtStart: conversation.isAtStart || messages.length < conversation.messages.length,
    lastChange: 'older',
  }
}

export function summaryWithoutUpTo(summary: Summary, upToSeq: number): Summary {
  const { lastMessage } = summary
  if (lastMessage === null || lastMessage.seq > upToSeq) return summary
  return { ...summary, lastMessage: null, unread: 0, mentions: 0 }
}

export function pinsWithoutUpTo(pins: Pins | undefined, upToSeq: number): Pins | undefined {
  if (pins?.phase !== 'ready') return pins
  const messages = messagesAfter(pins.messages, upToSeq)
  return messages === pins.messages ? pins : { phase: 'ready', messages }
}

export function mediaWithoutUpTo(list: MediaList, upToSeq: number): MediaList {
  const messages = messagesAfter(list.messages, upToSeq)
  return messages === list.messages ? list : { ...list, messages }
}

/** Those that are left, without quotes of those that are gone. */
function messagesAfter(
  messages: readonly StoredMessageWire[],
  upToSeq: number,
): readonly StoredMessageWire[] {
  const isGone = (seq: number | undefined): boolean => seq !== undefined && seq <= upToSeq
  const isTouched = messages.some(({ seq, replyTo }) => isGone(seq) || isGone(replyTo?.seq))
  if (!isTouched) return messages
  return messages
    .filter(({ seq }) => !isGone(seq))
    .map((message) => (isGone(message.replyTo?.seq) ? { ...message, replyTo: null } : message))
}
