import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { addMessages, emptyConversation, type Conversation } from './conversation.ts'

/** What a server answers when asked for a part of a conversation. */
interface Page {
  readonly messages: readonly StoredMessageWire[]
  readonly more: boolean
}

/** What a server sends on joining: the newest messages, which may be none. */
export function addNewestPage(
  conversation: Conversation,
  page: readonly StoredMessageWire[],
): Conversation {
  // Behind an old part there would be a hole; whoever comes back from there reads it again.
  if (!conversation.isLive) return conversation
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
export function addOlderPage(conversation: Conversation, page: Page): Conversation {
  const added = addMessages(conversation, page.messages)
  return {
    ...added,
    isAtStart: added.isAtStart || !page.more,
    older: { phase: 'idle' },
    lastChange: 'older',
  }
}

/**
 * A page from after the last known message, of a part that is not the newest.
 *
 * @param upTo a number that was heard of before the page was asked for. What came later was left out
 *   while the part was not the newest; from this number on it is missing, so that it is fetched.
 */
export function addNewerPage(conversation: Conversation, page: Page, upTo: number): Conversation {
  if (conversation.isLive) return conversation
  const added = { ...addMessages(conversation, page.messages), newer: { phase: 'idle' as const } }
  return page.more ? added : { ...added, isLive: true, knownSeq: upTo }
}

/**
 * Forgets everything but the given newest page and what came after it: cheaper than filling a gap
 * of thousands, and the way back from an old part.
 *
 * @param upTo a number that was heard of before the page was asked for, so the page includes it
 */
export function restartWith(
  conversation: Conversation,
  page: readonly StoredMessageWire[],
  upTo: number,
): Conversation {
  const newest = page.at(-1)?.seq ?? 0
  const later = conversation.messages.filter(({ seq }) => seq > newest)
  return addMessages(addNewestPage(anew(conversation, upTo), page), later)
}

/**
 * Shows another part of the conversation, unless it meets the one that is here and only makes it
 * longer.
 *
 * @param upTo as for `restartWith`
 */
export function openPart(
  conversation: Conversation,
  page: Page & { readonly moreAfter: boolean },
  upTo: number,
): Conversation {
  const isShared = ({ id }: StoredMessageWire): boolean =>
    conversation.messages.some((message) => message.id === id)
  const reachesBack = page.messages.some(isShared) && conversation.isLive
  if (reachesBack) return addOlderPage(conversation, page)
  const part = addMessages(anew(conversation, upTo), page.messages)
  return { ...part, isAtStart: part.isAtStart || !page.more, isLive: !page.moreAfter }
}

/** What outlives the messages: what is ours, and what was heard of. */
function anew(conversation: Conversation, upTo: number): Conversation {
  const { roomId, outgoing, wishes, replyingTo, heardSeq, newAfterSeq, generation } = conversation
  return {
    ...emptyConversation(roomId),
    ...{ outgoing, wishes, replyingTo, heardSeq, newAfterSeq },
    knownSeq: upTo,
    generation: generation + 1,
  }
}
