import { roomsPeopleMessages } from './0001-rooms-people-messages.ts'
import { changesRepliesReactions } from './0002-changes-replies-reactions.ts'

/**
 * Each one once, in this order; the database remembers how many it has had. Never change one that
 * has been released: add the next.
 */
export const migrations: readonly string[] = [roomsPeopleMessages, changesRepliesReactions]
