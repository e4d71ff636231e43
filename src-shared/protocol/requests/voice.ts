import { z } from 'zod'
import { personIdSchema, roomIdSchema } from '../../domain/ids.ts'
import {
  VOICE_ACTIONS,
  voicePicturesSchema,
  voiceStateSchema,
  voiceStayIdSchema,
} from '../../domain/voice.ts'
import { request, type RequestDefinition } from '../define.ts'
import { SDP_MAX_LENGTH } from '../limits.ts'
import { relayWireSchema } from '../relay-wire.ts'
import { voicePersonWireSchema, voiceRoomWireSchema } from '../voice-wire.ts'

/** Live voice in rooms. Sound goes over WebRTC to the server; these are the words around it. */
export const voiceRequests = {
  'voice:join': request({
    doc:
      'Step into the voice of a room that this person may enter, out of any other. The server offers ' +
      'a WebRTC connection: one Opus track that it receives, sixteen that it sends, and the data ' +
      'channel `parley-voice`. Answer it with `voice:answer`. The same for a group call, by the id that ' +
      'the call says; there the offer also has a camera and a screen that the server receives (`upcamera`, ' +
      '`upscreen`), and those that it sends (`camera0`…, `screen0`…), all in VP8.',
    input: z.object({ roomId: roomIdSchema, ...voiceStateSchema.partial().shape }),
    reply: z.object({
      stay: voiceStayIdSchema.describe('Names this stay in everything that follows'),
      offer: z.string().describe('SDP, with all its candidates'),
      people: z.array(voicePersonWireSchema),
      relay: relayWireSchema
        .nullable()
        .describe(
          'A TURN server for where UDP does not get through, `turn:ADDRESS?transport=tcp`; its ' +
            '`address` is a host and port, or null for those by which this server was reached (not ' +
            'behind TLS). Null when there is none',
        ),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'room-full', 'unavailable'],
    budget: 'request',
  }),
  'voice:answer': request({
    doc: 'The answer to the offer of `voice:join`, complete or without candidates.',
    input: z.object({ stay: voiceStayIdSchema, answer: z.string().max(SDP_MAX_LENGTH) }),
    reply: z.object({}),
    failures: ['unauthorized', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'voice:state': request({
    doc:
      'Say that one is muted or deafened, or in a group call seen, or no longer. What is left out stays ' +
      'as it is. `conflict` when as many cameras or screens are seen already as there is room for; ' +
      'nothing is changed then. In rooms nobody is seen.',
    input: z.object({
      stay: voiceStayIdSchema,
      ...voiceStateSchema.partial().shape,
      ...voicePicturesSchema.partial().shape,
    }),
    reply: z.object({}),
    failures: ['unauthorized', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'voice:record': request({
    doc:
      'Say that one begins to record the room, or ends it. The server keeps no sound: it says who may, ' +
      'and tells everybody. Record only while `voice:people` names this stay as recording; that ends ' +
      'with the stay, and with the right to it.',
    input: z.object({ stay: voiceStayIdSchema, on: z.boolean() }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'voice:leave': request({
    doc:
      'Step out of voice. A stay that is over already is no failure. Out of a group call it is hanging ' +
      'up: the calls that led there end.',
    input: z.object({
      stay: voiceStayIdSchema,
      comesBack: z
        .boolean()
        .optional()
        .describe(
          'The connection of this stay did not come about, and another one is tried at once',
        ),
    }),
    reply: z.object({}),
    failures: ['unauthorized', 'unavailable'],
    budget: 'request',
  }),
  'voice:list': request({
    doc: 'Who is in voice in the rooms that this person may read; rooms without anybody are left out.',
    input: null,
    reply: z.object({ rooms: z.array(voiceRoomWireSchema) }),
    failures: ['unauthorized', 'unavailable'],
    budget: 'request',
  }),
  'voice:moderate': request({
    doc:
      'Silence somebody in voice for as long as they stay, let them speak again, or take them out. What ' +
      'a mute or the `speakRole` of the room forbids is not allowed by it.',
    input: z.object({
      roomId: roomIdSchema,
      userId: personIdSchema,
      action: z.enum(VOICE_ACTIONS),
    }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
} as const satisfies Record<string, RequestDefinition>
