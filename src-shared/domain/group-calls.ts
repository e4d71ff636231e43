import type { PictureLane } from './call-pictures.ts'
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

/** How the sections of the server's offer are called on which a client sends its pictures (`mid`). */
export const PICTURE_UPLINK_MIDS = {
  camera: 'upcamera',
  screen: 'upscreen',
} as const satisfies Readonly<Record<PictureLane, string>>

/** How the section is called on which the picture of a lane comes. @param place from 0 */
export const pictureMid = (lane: PictureLane, place: number): string => `${lane}${place}`

/**
 * What a picture may take, in bits a second: enough for a face that fills a third of a screen, and for a
 * screen to be read. It goes out of the server once for each of the others, so it is less than from device
 * to device.
 */
export const PICTURE_BITS_MAX: Readonly<Record<PictureLane, number>> = {
  camera: 1_200_000,
  screen: 3_000_000,
}
