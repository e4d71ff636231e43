import { z } from 'zod'
import type { BlobId, PersonId } from './ids.ts'
import type { PersonName } from './names.ts'
import type { Role } from './rights.ts'

/** Somebody on the server, whatever the number of devices. */
export interface Person {
  readonly id: PersonId
  readonly name: PersonName
}

/** What somebody wants to be seen as. Invisible people are here and are shown as offline. */
const AVAILABILITIES = ['online', 'dnd', 'invisible'] as const
export const availabilitySchema = z.enum(AVAILABILITIES)
export type Availability = z.infer<typeof availabilitySchema>

/** What others see: derived from the choice and from whether anything of the person is active. */
const PRESENCE_STATES = ['online', 'idle', 'dnd', 'offline'] as const
export const presenceStateSchema = z.enum(PRESENCE_STATES)
export type PresenceState = z.infer<typeof presenceStateSchema>

export interface Presences {
  readonly availability: Availability
  /** Sessions of the person that are connected. */
  readonly sessions: number
  /** At least one of them is in use. */
  readonly isActive: boolean
}

/** @returns what others see of somebody */
export function presenceStateOf({ availability, sessions, isActive }: Presences): PresenceState {
  if (sessions === 0 || availability === 'invisible') return 'offline'
  if (availability === 'dnd') return 'dnd'
  return isActive ? 'online' : 'idle'
}

/** What a person says about themselves, durable. */
export interface Profile {
  readonly role: Role
  readonly statusText: string
  readonly avatar: BlobId | null
  readonly availability: Availability
  /** The name belongs to this person alone, here or not. */
  readonly isProtected: boolean
}

/** One line beside the name. In UTF-16 code units. */
export const STATUS_MAX_LENGTH = 80
