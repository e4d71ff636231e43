import { callIdSchema, roomIdSchema, type CallId, type RoomId } from './ids.ts'

/**
 * Calls of more than two. The sound and the pictures of one go through the server, as in the voice of a
 * room, so a group call is named like a room: by an id that is made of the call of two out of which it
 * grew. Nobody can enter it as a room, and it has no conversation.
 */

const PREFIX = 'call-'

export const groupCallIdOf = (origin: CallId): RoomId => roomIdSchema.parse(PREFIX + origin)

/** The call of two out of which it grew; null for whatever is no group call. */
export function originOfGroupCall(id: RoomId): CallId | null {
  if (!id.startsWith(PREFIX)) return null
  return callIdSchema.safeParse(id.slice(PREFIX.length)).data ?? null
}

export const isGroupCall = (id: RoomId): boolean => originOfGroupCall(id) !== null

/** How many cameras are seen at once; who comes after that is heard only. */
export const GROUP_CAMERAS = 8

/** How many screens are shown at once. */
export const GROUP_SCREENS = 2

/** People in one group call. */
export const GROUP_SEATS_MAX = 32
