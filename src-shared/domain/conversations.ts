import { z } from 'zod'

/** Which messages of a conversation somebody wants to be told of, beside seeing them. */
const NOTIFICATION_LEVELS = ['all', 'mentions', 'nothing'] as const
export const notificationLevelSchema = z.enum(NOTIFICATION_LEVELS)
export type NotificationLevel = z.infer<typeof notificationLevelSchema>

/** Until somebody chooses: in a room only what speaks to one, of direct messages every one. */
export const DEFAULT_ROOM_LEVEL: NotificationLevel = 'mentions'
export const DEFAULT_DIRECT_LEVEL: NotificationLevel = 'all'

/** Beyond this many unread messages the exact number says nothing more. */
export const UNREAD_MAX = 100

/**
 * Whoever wants to know how things stand in a conversation looks at so many of its newest messages and
 * at no more, however many of them were deleted or are one's own: it is asked for every conversation
 * at once, whenever somebody comes in.
 */
export const OVERVIEW_LOOKS_AT = 1_000
