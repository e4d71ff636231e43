import type { Conversation } from './conversation.ts'
import type { Summary } from './summaries.ts'

/** What is unread from here on gets a line above it, unless there is one that somebody still needs. */
export const pointOutNew = (conversation: Conversation, summary: Summary): Conversation =>
  conversation.newAfterSeq === null && summary.unread > 0
    ? { ...conversation, newAfterSeq: summary.readSeq }
    : conversation

/** What was new was seen; nothing is pointed out any more. */
export const forgetNew = (conversation: Conversation): Conversation =>
  conversation.newAfterSeq === null ? conversation : { ...conversation, newAfterSeq: null }
