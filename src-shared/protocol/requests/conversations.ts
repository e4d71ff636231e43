import { z } from 'zod'
import { notificationLevelSchema } from '../../domain/conversations.ts'
import { clientIdSchema, messageIdSchema, personIdSchema, roomIdSchema } from '../../domain/ids.ts'
import { messageTextSchema } from '../../domain/messages.ts'
import { request, type RequestDefinition } from '../define.ts'
import { conversationWireSchema, storedMessageWireSchema } from '../wire.ts'

/** Direct messages, and everything about conversations that one is not looking at. */
export const conversationRequests = {
  'conversations:follow': request({
    doc:
      'From now on this session hears what is said in every room that the person may read, not only ' +
      'in the one it is in, and may speak and read there. Answers all of these conversations, direct ' +
      'ones included (those it hears even without asking). Rooms that are created later are followed ' +
      'as well; `conversation:new` tells of them.',
    input: null,
    reply: z.object({ conversations: z.array(conversationWireSchema) }),
    failures: ['unauthorized', 'unavailable'],
    budget: 'request',
  }),
  'conversations:notify': request({
    doc: 'Which messages of a conversation this person wants to be told of. Kept on the server.',
    input: z.object({ roomId: roomIdSchema, level: notificationLevelSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:direct': request({
    doc:
      'Say something to one person, here or not. `to` is a name or an id. The devices of both hear ' +
      '`chat:message`, those of the other one `chat:direct:received` as well.',
    input: z.object({
      to: z.string().min(1).max(200),
      text: messageTextSchema,
      user: z.unknown().optional().describe('Ignored: the session has an identity'),
      clientId: clientIdSchema.optional(),
      replyTo: messageIdSchema.optional(),
    }),
    reply: z.object({ message: storedMessageWireSchema, duplicate: z.boolean() }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'direct:open': request({
    doc:
      'The conversation with somebody, to be shown before anything was said in it. Its `roomId` can ' +
      'be used wherever a room’s can, but for `room:…` requests.',
    input: z.object({ userId: personIdSchema }),
    reply: z.object({ conversation: conversationWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'direct:hide': request({
    doc: 'Take a direct conversation off one’s list until the next message in it.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'person:block': request({
    doc:
      'Refuse direct messages of somebody, or accept them again. The other one gets `forbidden` and ' +
      'is not told why.',
    input: z.object({ userId: personIdSchema, on: z.boolean() }),
    reply: z.object({ blocked: z.array(personIdSchema) }),
    failures: ['unauthorized', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'person:ring': request({
    doc:
      'Whether calls of somebody ring, on any device of this person. If not, whoever calls finds this ' +
      'person unreachable, as if nobody were here, and leaves a missed call. Kept on the server.',
    input: z.object({ userId: personIdSchema, on: z.boolean() }),
    reply: z.object({ quietCallers: z.array(personIdSchema).describe('Whose calls do not ring') }),
    failures: ['unauthorized', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
} as const satisfies Record<string, RequestDefinition>
