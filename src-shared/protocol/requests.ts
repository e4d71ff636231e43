import { z } from 'zod'
import { clientIdSchema, roomIdSchema, seqSchema, sessionTokenSchema } from '../domain/ids.ts'
import { messageTextSchema } from '../domain/messages.ts'
import { request, type RequestDefinition } from './define.ts'
import { HISTORY_ON_JOIN, HISTORY_PAGE_MAX } from './limits.ts'
import { personWireSchema, roomWireSchema, textMessageWireSchema, userInputSchema } from './wire.ts'

/** Client to server. Every row becomes a typed event, a check at the server's door and a page of documentation. */
export const requests = {
  'room:join': request({
    doc:
      'Enter a room, leaving the one the session was in. Sends, in this order: `room:users` to the ' +
      'room, `rooms:list` to everybody, `chat:history` to the one who joined, then the system ' +
      'message "NAME joined the room" to the room. The name given first becomes the identity of the ' +
      'session; later ones are ignored.',
    input: z.object({ roomId: roomIdSchema, user: userInputSchema }),
    reply: z.object({
      room: roomWireSchema,
      you: personWireSchema,
      token: sessionTokenSchema.describe(
        'Give it as `auth: { token }` when connecting to be the same person again. Keep it secret.',
      ),
      lastSeq: z.int().nonnegative().describe('`seq` of the newest message of the room, 0 if none'),
    }),
    failures: ['not-found', 'name-taken', 'room-full', 'unavailable'],
    budget: 'request',
  }),
  'room:leave': request({
    doc: 'Leave the current room. The room hears "NAME left the room" exactly once.',
    input: null,
    reply: z.object({}),
    failures: [],
    budget: 'request',
  }),
  'chat:message': request({
    doc:
      'Say something in the room the session is in. Acknowledged only when the message would ' +
      'survive a crash of the server. The sender is always the identity of the session.',
    input: z.object({
      roomId: roomIdSchema,
      text: messageTextSchema,
      user: z.unknown().optional().describe('Ignored: the session has an identity'),
      clientId: clientIdSchema
        .optional()
        .describe('Idempotency key: sending it again returns the stored message'),
    }),
    reply: z.object({
      message: textMessageWireSchema,
      duplicate: z.boolean().describe('The message was stored earlier under the same `clientId`'),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'chat:history': request({
    doc:
      'Read messages of the room the session is in, oldest first. With `before`: the page that ends ' +
      'just before that `seq`. With `after`: what came since that `seq` (to catch up after a gap). ' +
      'With neither: the newest.',
    input: z
      .object({
        roomId: roomIdSchema,
        before: seqSchema.optional(),
        after: z.int().nonnegative().optional(),
        limit: z.int().min(1).max(HISTORY_PAGE_MAX).default(HISTORY_ON_JOIN),
      })
      .refine((input) => input.before === undefined || input.after === undefined, {
        message: 'Give `before` or `after`, not both',
      }),
    reply: z.object({
      messages: z.array(textMessageWireSchema),
      more: z.boolean().describe('There are further messages in the direction asked for'),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
} as const satisfies Record<string, RequestDefinition>
