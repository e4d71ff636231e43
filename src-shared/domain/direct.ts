import { personIdSchema, roomIdSchema, type PersonId, type RoomId } from './ids.ts'

/**
 * The conversation of two people. It has an id like a room's, made of their two ids, so that both of
 * them, and every instance of a server, know it without asking anybody, and so that who belongs to it
 * can be read from the id alone. Everything that works in a room works there.
 */

const PREFIX = 'direct-'

/** A UUID has 128 bits: 25 digits to the base of 36. Two of them fit into a room id. */
const BASE = 36
const DIGITS = 25

const PATTERN = new RegExp(`^${PREFIX}([0-9a-z]{${DIGITS}})-([0-9a-z]{${DIGITS}})$`)

/** The same for both orders of the people. */
export const directIdOf = (one: PersonId, other: PersonId): RoomId =>
  roomIdSchema.parse(PREFIX + [one, other].map(digitsOf).toSorted().join('-'))

/** Who belongs to the conversation; null for a room. */
export function peopleOfDirect(id: RoomId): readonly [PersonId, PersonId] | null {
  const [, one, other] = PATTERN.exec(id) ?? []
  const first = one === undefined ? null : personOf(one)
  const second = other === undefined ? null : personOf(other)
  return first && second && first !== second ? [first, second] : null
}

/** Ids that no room may have. */
export const isReservedForDirect = (id: string): boolean => id.startsWith(PREFIX)

/** The one that somebody talks with there; null when it is none of theirs. */
export function otherOfDirect(id: RoomId, me: PersonId): PersonId | null {
  const people = peopleOfDirect(id)
  if (!people?.includes(me)) return null
  return people[0] === me ? people[1] : people[0]
}

const digitsOf = (id: PersonId): string =>
  BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(BASE)
    .padStart(DIGITS, '0')

function personOf(digits: string): PersonId | null {
  let value = 0n
  for (const digit of digits) value = value * BigInt(BASE) + BigInt(Number.parseInt(digit, BASE))
  const hex = value.toString(16).padStart(32, '0')
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return personIdSchema.safeParse(uuid).data ?? null
}
