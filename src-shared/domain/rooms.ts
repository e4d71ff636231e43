import { z } from 'zod'
import { emojiSchema } from './emoji.ts'
import { roomIdSchema, type PersonId, type RoomId } from './ids.ts'
import { hasRight, isAtLeast, roleSchema, type Role } from './rights.ts'

/**
 * Who gets in: everybody; those who know the password, and are members from then on; those who were
 * invited, for all others the room does not exist.
 */
const ROOM_ACCESS = ['public', 'password', 'private'] as const
export const roomAccessSchema = z.enum(ROOM_ACCESS)
export type RoomAccess = z.infer<typeof roomAccessSchema>

/** A place to talk. `icon` is one emoji. */
export interface Room {
  readonly id: RoomId
  readonly name: string
  readonly icon: string
  readonly topic: string
  readonly access: RoomAccess
  /** Whoever created it manages it; null for those that a server starts with. */
  readonly creatorId: PersonId | null
  /** Milliseconds since 1970; nothing can be said in an archived room, and it can be read. */
  readonly archivedAt: number | null
  /** Least seconds between two messages of one person; 0 is no limit. */
  readonly slowModeSeconds: number
  /** The least role that may speak. */
  readonly speakRole: Role
  /** The least role that may pin. */
  readonly pinRole: Role
  /** Days that messages are kept; null keeps them as long as the server does. */
  readonly retentionDays: number | null
}

/** One line of the list of rooms. In UTF-16 code units. */
export const ROOM_NAME_MAX_LENGTH = 32
export const ROOM_TOPIC_MAX_LENGTH = 200

/** An hour between two messages is a noticeboard; more has no use. */
export const SLOW_MODE_MAX_SECONDS = 3_600

export const RETENTION_MAX_DAYS = 3_650

/** The list of all rooms goes to everybody whenever somebody comes or goes; 200 are about 50 kB. */
export const ROOMS_MAX = 200

/** Long enough not to be guessed at ten tries in two minutes, and argon2id takes any length up to this. */
export const PASSWORD_MIN_LENGTH = 6
export const PASSWORD_MAX_LENGTH = 128

export const passwordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `A password has at least ${PASSWORD_MIN_LENGTH} characters`)
  .max(PASSWORD_MAX_LENGTH, `A password has at most ${PASSWORD_MAX_LENGTH} characters`)

// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g

const oneLine = (text: string): string =>
  text.normalize('NFC').replace(CONTROL_CHARACTERS, ' ').replace(/\s+/g, ' ').trim()

/** One line without what cannot be seen: a name that looks empty or turns its neighbours around. */
const roomNameSchema = z
  .string()
  .max(200)
  .transform(oneLine)
  .refine(
    (name) => name.length > 0 && name.length <= ROOM_NAME_MAX_LENGTH,
    `A room's name has 1 to ${ROOM_NAME_MAX_LENGTH} characters`,
  )

const roomTopicSchema = z
  .string()
  .max(1_000)
  .transform(oneLine)
  .refine(
    (topic) => topic.length <= ROOM_TOPIC_MAX_LENGTH,
    `A topic has at most ${ROOM_TOPIC_MAX_LENGTH} characters`,
  )

/** What can be said about a room by whoever manages it. */
export const roomSettingsSchema = z.object({
  name: roomNameSchema,
  icon: emojiSchema,
  topic: roomTopicSchema,
  access: roomAccessSchema,
  slowModeSeconds: z.int().min(0).max(SLOW_MODE_MAX_SECONDS),
  speakRole: roleSchema,
  pinRole: roleSchema,
  retentionDays: z.int().min(1).max(RETENTION_MAX_DAYS).nullable(),
})

export const ROOM_DEFAULTS = {
  access: 'public',
  creatorId: null,
  archivedAt: null,
  slowModeSeconds: 0,
  speakRole: 'guest',
  pinRole: 'member',
  retentionDays: null,
} as const satisfies Partial<Room>

const room = (id: string, icon: string, name: string, topic: string): Room => ({
  ...ROOM_DEFAULTS,
  id: roomIdSchema.parse(id),
  icon,
  name,
  topic,
})

/** What a new server starts with. */
export const DEFAULT_ROOMS: readonly Room[] = [
  room('general', '💬', 'General', 'Everything and everybody'),
  room('music', '🎵', 'Music', 'What are you listening to?'),
  room('gaming', '🎮', 'Gaming', 'Find people to play with'),
]

/** Who is asked about, as far as rooms care. */
interface Asking {
  readonly id: PersonId
  readonly role: Role
}

/** Whether the role of somebody is enough to speak in a room; whoever made it always may. */
export const maySpeakIn = (
  { id, role }: Asking,
  room: Pick<Room, 'creatorId' | 'speakRole'>,
): boolean => room.creatorId === id || isAtLeast(role, room.speakRole)

/** The same for pinning. */
export const mayPinIn = (
  { id, role }: Asking,
  room: Pick<Room, 'creatorId' | 'pinRole'>,
): boolean => room.creatorId === id || isAtLeast(role, room.pinRole)

/** Whoever made a room manages it, beside those who manage all of them. */
export const mayManageIn = ({ id, role }: Asking, room: Pick<Room, 'creatorId'>): boolean =>
  room.creatorId === id || hasRight(role, 'room:manage')
