import { z } from 'zod'
import {
  clientIdSchema,
  messageIdSchema,
  personIdSchema,
  roomIdSchema,
  seqSchema,
} from '../domain/ids.ts'
import { nameSchema } from '../domain/names.ts'

/** Shapes that travel. Domain values are turned into these at the edge of the server, once. */

export const roomWireSchema = z.object({
  id: roomIdSchema,
  name: z.string(),
  icon: z.string().describe('One emoji'),
  topic: z.string(),
  users: z.int().nonnegative().describe('People in the room now'),
})
export type RoomWire = z.infer<typeof roomWireSchema>

export const personWireSchema = z.object({
  id: personIdSchema,
  name: z.string(),
})
export type PersonWire = z.infer<typeof personWireSchema>

const messageBase = {
  id: messageIdSchema,
  roomId: roomIdSchema,
  createdAt: z.int().describe("Milliseconds since 1970, by the server's clock"),
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
  text: z.string().describe('The beginning of its present text; empty when it was deleted'),
})

export const textMessageWireSchema = z.object({
  ...messageBase,
  type: z.literal('text'),
  text: z.string(),
  user: z.string().describe("The sender's name"),
  userId: personIdSchema,
  seq: seqSchema.describe('Position in the room; never changes'),
  changeSeq: seqSchema.describe(
    'Number of its newest change; messages and changes of a room share the numbers 1, 2, 3 …',
  ),
  editedAt: z.int().nullable().describe('When it was last edited'),
  deletedAt: z.int().nullable().describe('When it was deleted; `text` is empty then'),
  replyTo: quoteWireSchema.nullable().describe('The message that it answers'),
  reactions: z.array(reactionWireSchema),
  clientId: clientIdSchema.nullable().describe("The sender's idempotency key"),
})
export type TextMessageWire = z.infer<typeof textMessageWireSchema>

const systemMessageWireSchema = z.object({
  ...messageBase,
  type: z.literal('system'),
  text: z.string(),
  user: z.literal('system'),
})
export type SystemMessageWire = z.infer<typeof systemMessageWireSchema>

export const messageWireSchema = z.discriminatedUnion('type', [
  textMessageWireSchema,
  systemMessageWireSchema,
])

/** What clients say about themselves; only the first name of a session counts. */
export const userInputSchema = z.object({ name: nameSchema })
