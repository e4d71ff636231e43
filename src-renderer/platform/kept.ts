import { z } from 'zod'
import { notificationLevelSchema } from '#shared/domain/conversations.ts'
import { clientIdSchema, personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import { ATTACHMENTS_MAX, TEXT_MAX_LENGTH } from '#shared/domain/messages.ts'
import { WAVEFORM_MAX_LENGTH } from '#shared/protocol/limits.ts'
import {
  ownProfileWireSchema,
  profileWireSchema,
  roomWireSchema,
  storedMessageWireSchema,
} from '#shared/protocol/wire.ts'

/** The forms of what is written down beside the page. A change to one needs a thought for old entries. */

/** A message that waits to be sent. */
export const keptMessageSchema = z.object({
  roomId: roomIdSchema,
  clientId: clientIdSchema,
  text: z.string().max(TEXT_MAX_LENGTH),
  voice: z
    .object({
      noteId: z.uuid(),
      seconds: z.number().nonnegative(),
      peaks: z.array(z.int().min(0).max(255)).max(WAVEFORM_MAX_LENGTH),
    })
    .nullable()
    .default(null),
  files: z
    .array(
      z.object({
        fileId: z.uuid(),
        name: z.string().max(1_000),
        size: z.number().nonnegative(),
        width: z.int().positive().nullable(),
        height: z.int().positive().nullable(),
        preview: z
          .object({
            fileId: z.uuid(),
            width: z.int().positive(),
            height: z.int().positive(),
          })
          .nullable()
          .default(null),
      }),
    )
    .max(ATTACHMENTS_MAX)
    .default([]),
  createdAt: z.number(),
  replyTo: storedMessageWireSchema.shape.replyTo,
  /** Why it was given up; null while it is still to be sent. */
  failure: z.string().nullable(),
})
export type KeptMessage = z.infer<typeof keptMessageSchema>

/** Which emoji somebody uses. */
export const keptEmojiHabitsSchema = z.object({
  skinTone: z.enum(['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark']),
  recent: z.array(z.string().max(64)).max(50),
})
export type KeptEmojiHabits = z.infer<typeof keptEmojiHabitsSchema>

/** The newest part of one conversation, to be read while the server is away. */
export const keptHistorySchema = z.object({
  messages: z.array(storedMessageWireSchema).min(1),
  /** Up to this change nothing is missing in them. */
  knownSeq: z.int().nonnegative(),
  isAtStart: z.boolean(),
})
export type KeptHistory = z.infer<typeof keptHistorySchema>

const keptSummarySchema = z.object({
  roomId: roomIdSchema,
  withId: personIdSchema.nullable(),
  readSeq: z.int().nonnegative(),
  countedSeq: z.int().nonnegative(),
  unread: z.int().nonnegative(),
  mentions: z.int().nonnegative(),
  lastMessage: storedMessageWireSchema.nullable(),
  notify: notificationLevelSchema,
  isHidden: z.boolean(),
})

/** What a server looked like when it was last seen. */
export const keptServerSchema = z.object({
  name: z.string(),
  me: ownProfileWireSchema,
  openRoom: roomIdSchema,
  rooms: z.array(roomWireSchema),
  privateRooms: z.array(roomWireSchema),
  profiles: z.array(profileWireSchema),
  summaries: z.array(keptSummarySchema),
})
export type KeptServer = z.infer<typeof keptServerSchema>

/** Which histories there are, the one written last first. */
export const keptHistoryIndexSchema = z.array(z.object({ key: z.string(), roomId: roomIdSchema }))

/** The room whose voice a page was in, and when that was last so, in milliseconds since 1970. */
export const keptVoiceSchema = z.object({ roomId: roomIdSchema, at: z.number() })
export type KeptVoice = z.infer<typeof keptVoiceSchema>

/** Whether somebody has muted themselves, or hears nothing either. */
export const keptSilenceSchema = z.object({ isMuted: z.boolean(), isDeafened: z.boolean() })
export type KeptSilence = z.infer<typeof keptSilenceSchema>
