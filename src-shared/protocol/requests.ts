import { z } from 'zod'
import { emojiSchema } from '../domain/emoji.ts'
import {
  clientIdSchema,
  messageIdSchema,
  roomIdSchema,
  seqSchema,
  sessionTokenSchema,
} from '../domain/ids.ts'
import { messageTextSchema } from '../domain/messages.ts'
import { request, type RequestDefinition } from './define.ts'
import { HISTORY_ON_JOIN, HISTORY_PAGE_MAX } from './limits.ts'
import {
  personWireSchema,
  reactionWireSchema,
  roomWireSchema,
  textMessageWireSchema,
  userInputSchema,
} from './wire.ts'

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
      lastSeq: z.int().nonnegative().describe('Number of the newest change in the room, 0 if none'),
    }),
    failures: ['not-found', 'name-taken', 'room-full', 'unavailable'],
    budget: 'request',
  }),
  'room:leave': request({
    doc: 'Leave the current room. The room hears "NAME left the room" exactly once.',
    input: null,
    reply: z.object({}),
    failures: ['unavailable'],
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
      replyTo: messageIdSchema.optional().describe('The message of the same room that it answers'),
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
  'chat:changes': request({
    doc:
      'What happened in the room the session is in after a number that the client knows: every ' +
      'message that is new or was edited, reacted to or deleted since, once, as it is now, in the ' +
      'order of its newest change. Subscribe first (by joining), then ask, then drop what is known.',
    input: z.object({
      roomId: roomIdSchema,
      after: z.int().nonnegative().describe('The newest change that the client knows'),
      limit: z.int().min(1).max(HISTORY_PAGE_MAX).default(HISTORY_PAGE_MAX),
    }),
    reply: z.object({
      messages: z.array(textMessageWireSchema),
      upTo: z.int().nonnegative().describe('Ask again with this, or expect the number after it'),
      more: z.boolean(),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:edit': request({
    doc: 'Give a message of one’s own another text. The room hears `chat:changed`.',
    input: z.object({ messageId: messageIdSchema, text: messageTextSchema }),
    reply: z.object({ message: textMessageWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'chat:delete': request({
    doc:
      'Delete a message of one’s own for everybody. Its place stays, its text and reactions are ' +
      'gone from the store. Deleting it again changes nothing. The room hears `chat:changed`.',
    input: z.object({ messageId: messageIdSchema }),
    reply: z.object({ message: textMessageWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'message',
  }),
  'chat:reaction': request({
    doc:
      'React to a message of the room the session is in. Without `on` it toggles. The room hears ' +
      '`chat:reaction:update`.',
    input: z.object({
      messageId: messageIdSchema,
      emoji: emojiSchema,
      on: z.boolean().optional().describe('Makes a repeated request harmless'),
      user: z.unknown().optional().describe('Ignored: the session has an identity'),
    }),
    reply: z.object({ messageId: messageIdSchema, reactions: z.array(reactionWireSchema) }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'message',
  }),
  'chat:typing': request({
    doc:
      'Somebody is typing in the room the session is in. Repeated every 3 s while it lasts; nothing ' +
      'is stored, and others forget it after 4 s or with the next message.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
} as const satisfies Record<string, RequestDefinition>
