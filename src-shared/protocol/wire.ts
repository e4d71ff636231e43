import { z } from 'zod'
import {
  blobIdSchema,
  callIdSchema,
  clientIdSchema,
  messageIdSchema,
  personIdSchema,
  roomIdSchema,
  seqSchema,
} from '../domain/ids.ts'
import { CALL_END_REASONS } from '../domain/call.ts'
import { notificationLevelSchema } from '../domain/conversations.ts'
import { MESSAGE_TYPES } from '../domain/messages.ts'
import { nameSchema } from '../domain/names.ts'
import { availabilitySchema, presenceStateSchema } from '../domain/people.ts'
import { roleSchema } from '../domain/rights.ts'
import { roomAccessSchema } from '../domain/rooms.ts'

/** Shapes that travel. Domain values are turned into these at the edge of the server, once. */

export const timeSchema = z.int().describe("Milliseconds since 1970, by the server's clock")

export const roomWireSchema = z.object({
  id: roomIdSchema,
  name: z.string(),
  icon: z.string().describe('One emoji'),
  topic: z.string(),
  users: z.int().nonnegative().describe('People in the room now'),
  access: roomAccessSchema,
  creatorId: personIdSchema.nullable().describe('Who manages the room beside the admins'),
  archivedAt: timeSchema.nullable().describe('Since when nothing can be said in it any more'),
  slowModeSeconds: z.int().nonnegative(),
  speakRole: roleSchema.describe('The least role that may speak'),
  pinRole: roleSchema.describe('The least role that may pin'),
  retentionDays: z.int().positive().nullable().describe('null: as long as the server keeps them'),
})
export type RoomWire = z.infer<typeof roomWireSchema>

/** Somebody in a list of who is here. */
export const personWireSchema = z.object({
  id: personIdSchema,
  name: z.string(),
})
export type PersonWire = z.infer<typeof personWireSchema>

/** Somebody with everything that others may know. */
export const profileWireSchema = z.object({
  ...personWireSchema.shape,
  role: roleSchema,
  presence: presenceStateSchema,
  statusText: z.string(),
  avatar: z.string().nullable().describe('Path of the picture on this server'),
  lastSeenAt: timeSchema.describe('When the person was last here'),
})
export type ProfileWire = z.infer<typeof profileWireSchema>

/** What somebody gets to know about themselves. */
export const ownProfileWireSchema = z.object({
  ...profileWireSchema.shape,
  availability: availabilitySchema,
  isProtected: z.boolean().describe('The name is protected by a password'),
  mutedUntil: timeSchema
    .nullable()
    .describe('Until when a moderator has muted this person, in text and in voice'),
  blocked: z.array(personIdSchema).describe('Whose direct messages do not come through'),
  quietCallers: z.array(personIdSchema).default([]).describe('Whose calls do not ring'),
})
export type OwnProfileWire = z.infer<typeof ownProfileWireSchema>

const messageBase = {
  id: messageIdSchema,
  roomId: roomIdSchema,
  createdAt: timeSchema,
}

export const reactionWireSchema = z.object({
  emoji: z.string(),
  count: z.int().positive(),
  users: z.array(z.string()).describe('Names, in the order in which they reacted'),
  userIds: z.array(personIdSchema).describe('The same people by id'),
})
export type ReactionWire = z.infer<typeof reactionWireSchema>

const quoteWireSchema = z.object({
  id: messageIdSchema,
  seq: seqSchema,
  user: z.string(),
  text: z
    .string()
    .describe('The beginning of its present text, or what it carries; empty when it was deleted'),
})

const previewWireSchema = z.object({
  blobId: blobIdSchema,
  url: z.string().describe('Path on this server; it ends with that of the picture'),
  mimeType: z.string(),
  size: z.int().nonnegative().describe('Bytes'),
  width: z.int().positive().describe('Pixels'),
  height: z.int().positive(),
})

const attachmentWireSchema = z.object({
  blobId: blobIdSchema,
  url: z.string().describe('Path on this server'),
  name: z.string(),
  mimeType: z.string(),
  size: z.int().nonnegative().describe('Bytes'),
  width: z.int().positive().nullable().describe('Pixels, of pictures and video'),
  height: z.int().positive().nullable(),
  duration: z.number().nonnegative().nullable().describe('Seconds, of sound and video'),
  preview: previewWireSchema
    .optional()
    .describe('Of a picture whose sender made one: the same, smaller, to be shown in a list'),
})
export type AttachmentWire = z.infer<typeof attachmentWireSchema>

const callEntryWireSchema = z.object({
  id: callIdSchema,
  reason: z.enum(CALL_END_REASONS).describe('Why it is over'),
  duration: z.int().nonnegative().describe('Seconds for which media flowed'),
  isMissed: z
    .boolean()
    .describe('Nobody answered; only then does the message count as unread for who was called'),
})

const pinWireSchema = z.object({
  pinnedAt: timeSchema,
  user: z.string().describe('Who pinned it'),
  userId: personIdSchema,
})

export const storedMessageWireSchema = z.object({
  ...messageBase,
  type: z.enum(MESSAGE_TYPES),
  text: z.string().describe('Empty for a voice message'),
  audio: z.string().optional().describe('Of a voice message: path of the sound on this server'),
  mimeType: z.string().optional().describe('Of a voice message'),
  duration: z.number().nonnegative().optional().describe('Of a voice message, in seconds'),
  waveform: z
    .array(z.int().min(0).max(255))
    .optional()
    .describe('Of a voice message: at most 256 peaks from 0 to 255'),
  attachments: z
    .array(attachmentWireSchema)
    .describe(
      'Of a message of type `file`. A picture whose sender made a smaller one has it as `preview` ' +
        '{ blobId, url, mimeType, size, width, height }, to be shown in a list; `url` is the original',
    ),
  call: callEntryWireSchema
    .optional()
    .describe('Of a message of type `call`, by the caller; `text` says the same in words'),
  user: z.string().describe("The sender's name"),
  userId: personIdSchema,
  seq: seqSchema.describe('Position in the room; never changes'),
  changeSeq: seqSchema.describe(
    'Number of its newest change; messages and changes of a room share the numbers 1, 2, 3 …',
  ),
  editedAt: timeSchema.nullable().describe('When it was last edited'),
  deletedAt: timeSchema.nullable().describe('When it was deleted; `text` is empty then'),
  replyTo: quoteWireSchema.nullable().describe('The message that it answers'),
  reactions: z.array(reactionWireSchema),
  pin: pinWireSchema.nullable(),
  mentions: z.array(personIdSchema).describe('Who is spoken to by name'),
  mentionsHere: z.boolean().describe('It speaks to everybody in the room'),
  clientId: clientIdSchema.nullable().describe("The sender's idempotency key"),
})
export type StoredMessageWire = z.infer<typeof storedMessageWireSchema>

const systemMessageWireSchema = z.object({
  ...messageBase,
  type: z.literal('system'),
  text: z.string(),
  user: z.literal('system'),
})
export type SystemMessageWire = z.infer<typeof systemMessageWireSchema>

export const messageWireSchema = z.discriminatedUnion('type', [
  storedMessageWireSchema,
  systemMessageWireSchema,
])

/** How far somebody has read a conversation. */
export const receiptWireSchema = z.object({
  roomId: roomIdSchema,
  userId: personIdSchema,
  seq: z.int().nonnegative().describe('`seq` of the newest message that was read'),
})
export type ReceiptWire = z.infer<typeof receiptWireSchema>

export const trimmedUpToSchema = z
  .int()
  .nonnegative()
  .describe('Messages up to this `seq` are gone, as in `room:trimmed`; 0 if none ever went')

/** What there is to know about a conversation without reading it. */
export const conversationWireSchema = z.object({
  roomId: roomIdSchema,
  with: profileWireSchema.nullable().describe('The other person of a direct conversation'),
  lastSeq: z.int().nonnegative().describe('Number of the newest change, 0 if none'),
  trimmedUpTo: trimmedUpToSchema,
  readSeq: z.int().nonnegative().describe('`seq` of the newest message that this person has read'),
  unread: z.int().nonnegative().describe('Messages of others after it; at most 100 are counted'),
  mentions: z.int().nonnegative().describe('How many of these speak to this person'),
  lastMessage: storedMessageWireSchema.nullable(),
  notify: notificationLevelSchema,
})
export type ConversationWire = z.infer<typeof conversationWireSchema>

/** What clients say about themselves; only the first name of a session counts. */
export const userInputSchema = z.object({
  name: nameSchema,
  password: z
    .string()
    .max(200)
    .optional()
    .describe('Of a protected name: joins as the person that the name belongs to'),
})
