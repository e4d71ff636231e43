import { z } from 'zod'
import { CALL_END_REASONS, CALL_PHASES } from '../domain/call.ts'
import { callIdSchema, roomIdSchema } from '../domain/ids.ts'
import { CANDIDATE_MAX_LENGTH, SDP_MAX_LENGTH } from './limits.ts'
import { personWireSchema, timeSchema } from './wire.ts'

/** One of the two of a call. */
const callPersonWireSchema = z.object({
  ...personWireSchema.shape,
  device: z
    .string()
    .nullable()
    .describe(
      'The connection (its id in Socket.IO) that is in the call for this person; null before it is ' +
        'answered and after it has ended',
    ),
  isAway: z
    .boolean()
    .describe('That device has lost the server; the call ends unless it is back in time'),
})

/** A call as it is now. */
export const callWireSchema = z.object({
  id: callIdSchema,
  revision: z.int().nonnegative().describe('Grows with each change: older news is no news'),
  phase: z.enum(CALL_PHASES),
  roomId: roomIdSchema.describe('The direct conversation of the two'),
  caller: callPersonWireSchema,
  callee: callPersonWireSchema,
  group: z
    .object({
      id: roomIdSchema.describe('To be joined with `voice:join`'),
      people: z
        .array(personWireSchema)
        .describe('Who was in it when this one was called, beside the caller'),
    })
    .nullable()
    .describe(
      'The group call that this one leads into: an invitation does from the beginning, and a call of ' +
        'two from when somebody else has come to it. Once answered, join it; sound does not go from ' +
        'device to device any more. The call lasts for as long as both are in it. Null for a call of two',
    ),
  startedAt: timeSchema,
  ringsUntil: timeSchema.nullable().describe('While it rings'),
  acceptedAt: timeSchema.nullable(),
  connectedAt: timeSchema.nullable().describe('Since when media flows'),
  endedAt: timeSchema.nullable(),
  reason: z.enum(CALL_END_REASONS).nullable().describe('Why it is over'),
  duration: z.int().nonnegative().nullable().describe('Seconds for which media flowed, at the end'),
})
export type CallWire = z.infer<typeof callWireSchema>

/** A call in somebody's history. */
export const callRecordWireSchema = z.object({
  id: callIdSchema,
  roomId: roomIdSchema,
  with: personWireSchema.describe('The other one, as they were called then'),
  direction: z.enum(['outgoing', 'incoming']),
  reason: z.enum(CALL_END_REASONS),
  isMissed: z.boolean().describe('An incoming call that nobody answered'),
  duration: z.int().nonnegative().describe('Seconds for which media flowed'),
  startedAt: timeSchema,
  endedAt: timeSchema,
})
export type CallRecordWire = z.infer<typeof callRecordWireSchema>

/** What `RTCPeerConnection` calls a session description, or its text alone. */
function descriptionSchema<Type extends 'offer' | 'answer'>(type: Type) {
  const error = `The ${type} has to be a session description of at most ${SDP_MAX_LENGTH} characters`
  const sdp = z.string({ error }).min(1, { error }).max(SDP_MAX_LENGTH, { error })
  return z.union([sdp, z.object({ type: z.literal(type, { error }).optional(), sdp })], { error })
}

export const offerSchema = descriptionSchema('offer')
export const answerSchema = descriptionSchema('answer')

const candidateError = {
  error: `The candidate has to be an ICE candidate of at most ${CANDIDATE_MAX_LENGTH} characters, or null`,
}
const candidateLineSchema = z.string(candidateError).max(CANDIDATE_MAX_LENGTH, candidateError)

/** What `RTCPeerConnection` calls an ICE candidate; null when there are no more. */
export const candidateSchema = z
  .union(
    [
      candidateLineSchema,
      z.object({
        candidate: candidateLineSchema,
        sdpMid: z.string().max(64).nullable().optional(),
        sdpMLineIndex: z.int().min(0).max(1_000).nullable().optional(),
        usernameFragment: z.string().max(256).nullable().optional(),
      }),
    ],
    candidateError,
  )
  .nullable()
