import { z } from 'zod'
import { messageIdSchema, personIdSchema, roomIdSchema, seqSchema } from '../domain/ids.ts'
import { notificationLevelSchema } from '../domain/conversations.ts'
import { VOICE_END_REASONS, voiceStayIdSchema } from '../domain/voice.ts'
import { callEvents } from './call-events.ts'
import { event, type EventDefinition } from './define.ts'
import { protocolErrorSchema } from './errors.ts'
import { voiceRoomWireSchema } from './voice-wire.ts'
import {
  conversationWireSchema,
  messageWireSchema,
  ownProfileWireSchema,
  personWireSchema,
  profileWireSchema,
  reactionWireSchema,
  receiptWireSchema,
  roomWireSchema,
  storedMessageWireSchema,
  timeSchema,
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
    payload: z.array(storedMessageWireSchema),
  }),
  'chat:message': event({
    doc: 'A new message in a conversation that the session hears, or a notice of the server about it.',
    payload: messageWireSchema,
  }),
  'chat:changed': event({
    doc: 'A message was edited or deleted: the whole message as it is now.',
    payload: storedMessageWireSchema,
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
  'rooms:mine': event({
    doc: 'The private rooms that this person is a member of; they are not in `rooms:list`.',
    payload: z.array(roomWireSchema),
  }),
  'room:deleted': event({
    doc: 'A room is gone with everything in it, or this person may not be in it any more.',
    payload: z.object({ roomId: roomIdSchema, reason: z.enum(['deleted', 'removed']) }),
  }),
  'room:trimmed': event({
    doc:
      'The oldest messages of a conversation are gone, because they were older than the server or the ' +
      'room keeps them. Whoever has kept them forgets them as well.',
    payload: z.object({
      roomId: roomIdSchema,
      upToSeq: seqSchema.describe('Messages up to this `seq` are gone, and so are quotes of them'),
    }),
  }),
  'chat:direct:received': event({
    doc: 'Somebody said something to this person alone. `chat:message` tells of the same message.',
    payload: z.object({
      from: z.string().describe('Name of the sender'),
      text: z.string(),
      createdAt: timeSchema,
      message: storedMessageWireSchema,
    }),
  }),
  'chat:receipt': event({
    doc:
      'How far people have read now, several of them together in a busy room. Those who are in the ' +
      'room hear it, of a direct conversation both, and other devices of whoever read.',
    payload: z.array(receiptWireSchema),
  }),
  'conversation:new': event({
    doc: 'A conversation that this person may read now: a new room, an invitation, a first message.',
    payload: conversationWireSchema,
  }),
  'conversation:updated': event({
    doc: 'Another device of this person changed its level of notification or took it off the list.',
    payload: z.object({
      roomId: roomIdSchema,
      notify: notificationLevelSchema,
      isHidden: z.boolean(),
    }),
  }),
  'people:changed': event({
    doc: 'People came, went, became active or idle, or changed what they say about themselves.',
    payload: z.array(profileWireSchema),
  }),
  'profile:changed': event({
    doc: 'Something about this person changed: the role, a mute, a choice made on another device.',
    payload: ownProfileWireSchema,
  }),
  'session:ended': event({
    doc: 'A moderator ends this session; the connection is cut right after. Do not come back by itself.',
    payload: z.object({
      reason: z.enum(['kicked', 'banned']),
      message: z.string(),
      until: timeSchema.nullable().describe('When a ban ends; null for ever, or for a kick'),
    }),
  }),
  'chat:typing': event({
    doc: 'Somebody else in the conversation is typing.',
    payload: z.object({ roomId: roomIdSchema, user: z.string(), userId: personIdSchema }),
  }),
  'voice:people': event({
    doc: 'Who is in voice in a room now. Whoever is in the room or follows it hears it.',
    payload: voiceRoomWireSchema,
  }),
  'voice:ended': event({
    doc:
      'A stay in voice is over without having been left: on another device, by a moderator, because ' +
      'the room is gone, or because the connection was lost. After `lost`, join again.',
    payload: z.object({ stay: voiceStayIdSchema, reason: z.enum(VOICE_END_REASONS) }),
  }),
  ...callEvents,
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
