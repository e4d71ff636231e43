import { z } from 'zod'
import { messageIdSchema, personIdSchema, roomIdSchema, seqSchema } from '../domain/ids.ts'
import { event, type EventDefinition } from './define.ts'
import { protocolErrorSchema } from './errors.ts'
import {
  messageWireSchema,
  personWireSchema,
  reactionWireSchema,
  roomWireSchema,
  textMessageWireSchema,
} from './wire.ts'

/** Server to client. */
export const events = {
  'room:users': event({
    doc: 'Who is in the room that the session is in, sorted by name. Sent whenever that changes.',
    payload: z.array(personWireSchema),
  }),
  'rooms:list': event({
    doc: 'All rooms with the number of people in each. Sent on connecting and whenever it changes.',
    payload: z.array(roomWireSchema),
  }),
  'chat:history': event({
    doc: 'The newest messages of the room just joined, oldest first.',
    payload: z.array(textMessageWireSchema),
  }),
  'chat:message': event({
    doc: 'A new message in the room that the session is in, or a notice of the server about it.',
    payload: messageWireSchema,
  }),
  'chat:changed': event({
    doc: 'A message was edited or deleted: the whole message as it is now.',
    payload: textMessageWireSchema,
  }),
  'chat:reaction:update': event({
    doc: 'The reactions to a message, all of them, as they are now.',
    payload: z.object({
      messageId: messageIdSchema,
      roomId: roomIdSchema,
      changeSeq: seqSchema.describe('Number of this change'),
      reactions: z.array(reactionWireSchema),
    }),
  }),
  'chat:typing': event({
    doc: 'Somebody else in the room is typing.',
    payload: z.object({ roomId: roomIdSchema, user: z.string(), userId: personIdSchema }),
  }),
  error: event({
    doc: 'A request without a callback failed. With a callback, the same goes into the ack.',
    payload: protocolErrorSchema.extend({
      event: z.string().optional().describe('The request that failed'),
    }),
  }),
  'server:closing': event({
    doc: 'The server is about to end on purpose. `restarting` says whether it will be back shortly.',
    payload: z.object({ restarting: z.boolean() }),
  }),
} as const satisfies Record<string, EventDefinition>
