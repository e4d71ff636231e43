import { hasRight, mayActOn, mayGive, ROLES, type Right, type Role } from '#shared/domain/rights.ts'
import { mayManageIn } from '#shared/domain/rooms.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'
import type { AppState } from './app-state.ts'

/**
 * What this person may do, by the same table by which the server decides: what is not allowed is not
 * offered. The server decides all the same.
 */
export const selectMay =
  (right: Right) =>
  ({ me }: AppState): boolean =>
    me !== null && hasRight(me.role, right)

export const mayManageRoom = ({ me }: AppState, room: RoomWire): boolean =>
  me !== null && mayManageIn(me, room)

/** Whether this person may use the right on that other one: nobody acts on equals. */
export function mayModerate(state: AppState, right: Right, personId: PersonId): boolean {
  const { me, profiles } = state
  const other = profiles.get(personId)
  if (!me || !other || other.id === me.id) return false
  return hasRight(me.role, right) && mayActOn(me.role, other.role)
}

/** The roles that this person may give away: those below their own, and an owner may make another. */
export function selectRolesToGive({ me }: AppState): readonly Role[] {
  if (!me || !hasRight(me.role, 'person:set-role')) return NO_ROLES
  return givenBy[me.role]
}

const NO_ROLES: readonly Role[] = []

const rolesGivenBy = (giver: Role): readonly Role[] => ROLES.filter((role) => mayGive(giver, role))

/** One list for each role, because a selector that makes a new one each time would draw for ever. */
const givenBy = {
  owner: rolesGivenBy('owner'),
  admin: rolesGivenBy('admin'),
  moderator: rolesGivenBy('moderator'),
  member: rolesGivenBy('member'),
  guest: rolesGivenBy('guest'),
} satisfies Readonly<Record<Role, readonly Role[]>>

/** What a role is called on the screen. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  moderator: 'Moderator',
  member: 'Member',
  guest: 'Guest',
}
