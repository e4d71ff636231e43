import { z } from 'zod'
import { personIdSchema, roomIdSchema, sessionTokenSchema } from '../../domain/ids.ts'
import { passwordSchema, roomSettingsSchema } from '../../domain/rooms.ts'
import { callWireSchema } from '../call-wire.ts'
import { request, type RequestDefinition } from '../define.ts'
import {
  ownProfileWireSchema,
  profileWireSchema,
  roomWireSchema,
  userInputSchema,
} from '../wire.ts'

/** Being in rooms, and managing them. */
export const roomRequests = {
  'room:join': request({
    doc:
      'Enter a room, leaving the one the session was in. Sends, in this order: `room:users` to the ' +
      'room, `rooms:list` to everybody, `chat:history` to the one who joined, then the system ' +
      'message "NAME joined the room" to the room. The name given first becomes the identity of the ' +
      'session; later ones are ignored.',
    input: z.object({
      roomId: roomIdSchema,
      user: userInputSchema,
      password: z
        .string()
        .max(200)
        .optional()
        .describe('Of a room with a password, the first time'),
    }),
    reply: z.object({
      room: roomWireSchema,
      you: ownProfileWireSchema,
      token: sessionTokenSchema.describe(
        'Give it as `auth: { token }` when connecting to be the same person again. Keep it secret.',
      ),
      lastSeq: z.int().nonnegative().describe('Number of the newest change in the room, 0 if none'),
      // Servers from before there were calls say nothing of them.
      call: callWireSchema
        .nullable()
        .default(null)
        .describe(
          'The call that this person has or that rings. A device that was in it says so with ' +
            '`call:resume`',
        ),
    }),
    failures: [
      'not-found',
      'name-taken',
      'name-protected',
      'room-full',
      'password-required',
      'banned',
      'forbidden',
      'unavailable',
    ],
    budget: 'request',
  }),
  'room:leave': request({
    doc: 'Leave the current room. The room hears "NAME left the room" exactly once.',
    input: null,
    reply: z.object({}),
    failures: ['unavailable'],
    budget: 'request',
  }),
  'room:create': request({
    doc:
      'Create a room. Whoever creates it manages it, and is a member if it is not public. Several ' +
      'rooms may have one name; the id of a private one tells nothing of its name.',
    input: z.object({
      ...roomSettingsSchema.partial().shape,
      name: roomSettingsSchema.shape.name,
      icon: roomSettingsSchema.shape.icon,
      password: passwordSchema.optional().describe('Needed with `access: "password"`'),
    }),
    reply: z.object({ room: roomWireSchema }),
    failures: ['unauthorized', 'forbidden', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'room:update': request({
    doc:
      'Change what is said about a room; what is left out stays as it is. Whoever makes a public room ' +
      'one of members is a member, and whoever is none has to leave.',
    input: z.object({
      roomId: roomIdSchema,
      ...roomSettingsSchema.partial().shape,
      password: passwordSchema.optional().describe('A new password; members stay members'),
    }),
    reply: z.object({ room: roomWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'room:archive': request({
    doc: 'Archive a room, or bring it back: it can be read, and nothing can be said in it.',
    input: z.object({ roomId: roomIdSchema, on: z.boolean() }),
    reply: z.object({ room: roomWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'room:delete': request({
    doc:
      'Delete a room with everything that was said in it. Whoever is in it leaves it, and its id never ' +
      'comes back. The last room that everybody can enter can be neither deleted nor archived nor closed.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'room:members': request({
    doc: 'Who belongs to a private room or to one with a password.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({ members: z.array(profileWireSchema) }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'room:invite': request({
    doc:
      'Make somebody a member of a room that is not public. Admins who want to read a private room ' +
      'invite themselves, and the log says so.',
    input: z.object({ roomId: roomIdSchema, userId: personIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'room:remove': request({
    doc: 'Take a membership away; with one’s own id, leave the room for good.',
    input: z.object({ roomId: roomIdSchema, userId: personIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
} as const satisfies Record<string, RequestDefinition>
