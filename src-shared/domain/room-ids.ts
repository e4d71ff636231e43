import { isReservedForDirect } from './direct.ts'
import { roomIdSchema, type RoomId } from './ids.ts'

/** Leaves room for what makes it unique. */
const SLUG_MAX_LENGTH = 40

/** Letters that no decomposition turns into Latin ones, in the languages that are written with them. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  œ: 'oe',
}

/** The beginning of an id that can be read, such as "cafe-society"; "room" for other scripts. */
function slugOf(name: string): string {
  const letters = name
    .toLowerCase()
    .replace(/[ßæøđłœ]/g, (letter) => SPELLED[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
  const slug = letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX_LENGTH)
    .replace(/^-+|-+$/g, '')
  // With what follows it, "direct" would begin like the id of a conversation of two people.
  return slug === '' || isReservedForDirect(`${slug}-`) ? 'room' : slug
}

/**
 * The id of a new room, made from its name so that a link to it can be read.
 *
 * @param suffix lower-case letters and digits that make it unique; '' for the first try
 */
export function roomIdFor(name: string, suffix: string): RoomId {
  const slug = slugOf(name)
  return roomIdSchema.parse(suffix === '' ? slug : `${slug}-${suffix}`)
}

/** The id of a room whose name is nobody's business: links and logs must not tell it. */
export const privateRoomId = (suffix: string): RoomId => roomIdSchema.parse(`room-${suffix}`)
