import { z } from 'zod'
import { callMediaSchema } from '../../domain/call.ts'
import { callIdSchema, roomIdSchema } from '../../domain/ids.ts'
import {
  answerSchema,
  callRecordWireSchema,
  callWireSchema,
  candidateSchema,
  offerSchema,
} from '../call-wire.ts'
import { request, type RequestDefinition } from '../define.ts'
import { CALLS_PAGE_MAX } from '../limits.ts'
import { iceServerWireSchema, relayWireSchema } from '../relay-wire.ts'

/** The other one of a call, and which call, for clients that know it. */
const toSomebody = {
  to: z.string().min(1).max(200).describe('Name or id of the other one'),
  callId: callIdSchema.optional().describe('Refused when another call is the present one by now'),
}

const tellsMedia = z
  .boolean()
  .default(false)
  .describe(
    'This client says `call:connected` as soon as media flows. Of two that do not, the call counts as ' +
      'connected once an answer has gone through',
  )

const joinsGroups = z
  .boolean()
  .default(false)
  .describe(
    'This client knows what `group` in a call means. Nobody can be added to a call in which one of the ' +
      'two does not, and who does not is not invited to one of more than two',
  )

const ofThisClient = { tellsMedia, joinsGroups }

const callReply = z.object({ call: callWireSchema })

const NOT_MINE = ['unauthorized', 'not-found', 'conflict', 'unavailable'] as const

const SIGNAL_DOC =
  'It goes as it is to the one device that is in the call with this one, once the call is answered. ' +
  'Anything else is refused.'

/**
 * Calls between two people. Sound goes from device to device over WebRTC, through a relay (`call:ways`)
 * where there is no direct way and encrypted from end to end all the same; the server knows who is in
 * which call, and carries what the two devices have to tell each other. It neither reads nor keeps that:
 * whether nobody sits in between is for the two to see, by the fingerprints in their descriptions.
 */
export const callRequests = {
  'call:request': request({
    doc:
      'Call somebody. It rings on all their devices, for 45 seconds unless the server is set up ' +
      'otherwise. Who is in a call or rung already is busy; who is not here, or does not want to be ' +
      'called now or by this person, is unreachable: then the call in the answer has ended already. ' +
      'Calling somebody who is calling is answering.',
    input: z.object({ to: toSomebody.to, ...ofThisClient }),
    reply: callReply,
    failures: ['forbidden', ...NOT_MINE],
    budget: 'call',
  }),
  'call:invite': request({
    doc:
      'Ask somebody to come into the call that this device is in. They are called as with ' +
      '`call:request`, and the answer is the same; the call in it is one of its own, between the two, ' +
      'and leads into the group call. A call of two becomes a group call when the first one has ' +
      'accepted: `call:changed` then says so, and both join it.',
    input: z.object({
      to: toSomebody.to,
      groupId: roomIdSchema.describe(
        'The group call that this device is in, or `call-` and the id of the call of two',
      ),
    }),
    reply: callReply,
    failures: ['forbidden', 'room-full', ...NOT_MINE],
    budget: 'call',
  }),
  'call:accept': request({
    doc: 'Answer the call, on this device; it stops ringing on the others.',
    input: z.object({ ...toSomebody, ...ofThisClient }),
    reply: callReply,
    failures: ['forbidden', ...NOT_MINE],
    budget: 'request',
  }),
  'call:reject': request({
    doc: 'Decline the call, on all devices.',
    input: z.object(toSomebody),
    reply: callReply,
    failures: [...NOT_MINE],
    budget: 'request',
  }),
  'call:end': request({
    doc:
      'Hang up, on any device of the two. A call that nobody has answered yet is cancelled, or declined. ' +
      'A call that is over already is no failure.',
    input: z.object({
      ...toSomebody,
      duration: z.unknown().optional().describe('Ignored: the server knows it'),
      hasFailed: z
        .boolean()
        .default(false)
        .describe('There was no connection, or it was lost for too long'),
    }),
    reply: z.object({ call: callWireSchema.nullable().describe('null when there was none') }),
    failures: ['unauthorized', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'call:timeout': request({
    doc: 'The caller has waited long enough. The server ends the ringing by itself as well.',
    input: z.object(toSomebody),
    reply: callReply,
    failures: [...NOT_MINE],
    budget: 'request',
  }),
  'call:connected': request({
    doc: 'Media flows between the two devices, as this one sees it. From now on the time counts.',
    input: z.object(toSomebody),
    reply: callReply,
    failures: [...NOT_MINE],
    budget: 'request',
  }),
  'call:resume': request({
    doc:
      'This device is in the call: it was before a reload or a lost connection, or takes the call over ' +
      'from another device of the same person. Everything for it comes here from now on.',
    input: z.object({ callId: callIdSchema, ...ofThisClient }),
    reply: callReply,
    failures: [...NOT_MINE],
    budget: 'request',
  }),
  'call:ways': request({
    doc:
      'By what this device of an answered call finds the other one where there is no direct way. Ask ' +
      'before each new connection and before each restart of one (`iceRestart`), on both sides: with ' +
      'what was told before, nothing new can be begun. Nothing here is needed where the two devices ' +
      'reach each other.',
    input: z.object(toSomebody),
    reply: z.object({
      iceServers: z
        .array(iceServerWireSchema)
        .describe('STUN and TURN servers that this server was set up with; none otherwise'),
      relay: relayWireSchema
        .nullable()
        .describe(
          'This server as a TURN server, `turn:ADDRESS?transport=tcp`, which leads to the other device ' +
            'of the call and nowhere else; its `address` is a host and port, or null for those by ' +
            'which this server was reached (not behind TLS). Null when there is none',
        ),
    }),
    failures: [...NOT_MINE],
    budget: 'request',
  }),
  'call:state': request({
    doc: 'Tell the other device of the call what this one does. The server keeps none of it.',
    input: z.object({ ...toSomebody, ...callMediaSchema.shape }),
    reply: z.object({}),
    failures: [...NOT_MINE],
    budget: 'signal',
  }),
  'calls:list': request({
    doc: 'The calls of this person that are over, the newest first.',
    input: z.object({
      filter: z.enum(['all', 'missed']).default('all'),
      before: callIdSchema.optional().describe('`id` of the oldest known call'),
      limit: z.int().min(1).max(CALLS_PAGE_MAX).default(50),
    }),
    reply: z.object({ calls: z.array(callRecordWireSchema), more: z.boolean() }),
    failures: ['unauthorized', 'unavailable'],
    budget: 'request',
  }),
  'webrtc:offer': request({
    doc: `A description of a connection. ${SIGNAL_DOC}`,
    input: z.object({ ...toSomebody, offer: offerSchema }),
    reply: z.object({}),
    failures: [...NOT_MINE],
    budget: 'signal',
  }),
  'webrtc:answer': request({
    doc: `The answer to an offer. ${SIGNAL_DOC}`,
    input: z.object({ ...toSomebody, answer: answerSchema }),
    reply: z.object({}),
    failures: [...NOT_MINE],
    budget: 'signal',
  }),
  'webrtc:ice': request({
    doc: `An ICE candidate. ${SIGNAL_DOC}`,
    input: z.object({ ...toSomebody, candidate: candidateSchema }),
    reply: z.object({}),
    failures: [...NOT_MINE],
    budget: 'signal',
  }),
} as const satisfies Record<string, RequestDefinition>
