import { roomsPeopleMessages } from './0001-rooms-people-messages.ts'
import { changesRepliesReactions } from './0002-changes-replies-reactions.ts'
import { conversations } from './0003-conversations.ts'
import { roomAccess } from './0004-room-access.ts'
import { peopleModeration } from './0005-people-moderation.ts'
import { search } from './0006-search.ts'
import { media } from './0007-media.ts'
import { mediaList } from './0008-media-list.ts'
import { calls } from './0009-calls.ts'
import { previews } from './0010-previews.ts'
import { quietCallers } from './0011-quiet-callers.ts'
import { groupCalls } from './0012-group-calls.ts'

/**
 * Each one once, in this order; the database remembers how many it has had. Never change one that
 * has been released: add the next.
 */
export const migrations: readonly string[] = [
  roomsPeopleMessages,
  changesRepliesReactions,
  conversations,
  roomAccess,
  peopleModeration,
  search,
  media,
  mediaList,
  calls,
  previews,
  quietCallers,
  groupCalls,
]
