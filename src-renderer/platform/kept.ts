import { z } from 'zod'
import { clientIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import { TEXT_MAX_LENGTH } from '#shared/domain/messages.ts'
import { textMessageWireSchema } from '#shared/protocol/wire.ts'

/** The forms of what is written down beside the page. A change to one needs a thought for old entries. */

/** A message that waits to be sent. */
export const keptMessageSchema = z.object({
  roomId: roomIdSchema,
  clientId: clientIdSchema,
  text: z.string().max(TEXT_MAX_LENGTH),
  createdAt: z.number(),
  replyTo: textMessageWireSchema.shape.replyTo,
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
