import type { PersonId } from '#shared/domain/ids.ts'
import { newestSeq, type Conversation } from './conversation.ts'

/** Everything that is here was seen. The line above what was new stays for now. */
export const markRead = (conversation: Conversation): Conversation => ({
  ...conversation,
  readSeq: newestSeq(conversation),
})

/** Somebody looks again, or comes back: what arrives from here on is new to them. */
export const pointOutNew = (conversation: Conversation): Conversation =>
  conversation.newAfterSeq === null
    ? { ...conversation, newAfterSeq: conversation.readSeq }
    : conversation

/** What was new was seen; nothing is pointed out any more. */
export const forgetNew = (conversation: Conversation): Conversation =>
  conversation.newAfterSeq === null ? conversation : { ...conversation, newAfterSeq: null }

/** Messages of others that came while nobody read. */
export function countUnread(conversation: Conversation, me: PersonId | undefined): number {
  const { messages, readSeq } = conversation
  if (readSeq === null) return 0
  return messages.filter(
    (message) => message.seq > readSeq && message.userId !== me && message.deletedAt === null,
  ).length
}
