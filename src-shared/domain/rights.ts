import { z } from 'zod'

/** From the most trusted to the least. Each role may do everything that the ones after it may. */
export const ROLES = ['owner', 'admin', 'moderator', 'member', 'guest'] as const
export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>

/**
 * Everything that needs a permission, with the least role that has it. The one table of rights: the
 * server refuses by it, the app shows by it.
 */
export const RIGHTS = {
  /** Create rooms; whoever creates one manages it. */
  'room:create': 'member',
  /** Edit, archive and delete any room, invite into and remove from private ones. */
  'room:manage': 'admin',
  /** Mention everybody who is here. */
  'mention:here': 'member',
  /** Pin messages where the room does not say otherwise. */
  'message:pin': 'member',
  /** Delete what others said. */
  'message:delete-others': 'moderator',
  /** Speak in spite of slow mode. */
  'room:ignore-slow-mode': 'moderator',
  /** Throw somebody out; they may come back. */
  'person:kick': 'moderator',
  /** Mute somebody, in text and in voice, for a time. */
  'person:mute': 'moderator',
  /** Record the voice of a room; guests are strangers, and have to be asked to stay first. */
  'voice:record': 'member',
  /** Silence somebody in the voice of a room as long as they stay, or take them out of it. */
  'voice:moderate': 'moderator',
  /** Keep somebody out, and let them in again. */
  'person:ban': 'admin',
  /** Read who moderated whom, and why. */
  'audit:read': 'moderator',
  /** Give and take roles below one's own. */
  'person:set-role': 'admin',
  /** Name, password and retention of the server. */
  'server:manage': 'admin',
} as const satisfies Record<string, Role>
export type Right = keyof typeof RIGHTS

/** Whether a role is at least as trusted as another. */
export const isAtLeast = (role: Role, least: Role): boolean =>
  ROLES.indexOf(role) <= ROLES.indexOf(least)

export const hasRight = (role: Role, right: Right): boolean => isAtLeast(role, RIGHTS[right])

/** Nobody moderates themselves, nor anybody as trusted as they are. */
export const mayActOn = (actor: Role, target: Role): boolean =>
  ROLES.indexOf(actor) < ROLES.indexOf(target)

/** Everybody gives the roles below their own; an owner can make another one. */
export const mayGive = (giver: Role, role: Role): boolean =>
  mayActOn(giver, role) || (giver === 'owner' && role === 'owner')

/** Somebody in whose hands the role of another one is, or who steps down. */
export const mayChangeRole = (change: {
  readonly giver: Role
  readonly from: Role
  readonly to: Role
  readonly isOneself: boolean
}): boolean =>
  change.isOneself
    ? mayActOn(change.giver, change.to)
    : mayActOn(change.giver, change.from) && mayGive(change.giver, change.to)
