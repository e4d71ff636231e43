import { z } from 'zod'
import { CALL_END_REASONS, callMediaSchema } from '../domain/call.ts'
import { callIdSchema, personIdSchema } from '../domain/ids.ts'
import { answerSchema, callWireSchema, candidateSchema, offerSchema } from './call-wire.ts'
import { event, type EventDefinition } from './define.ts'

const fromSomebody = {
  from: z.string().describe('Name of the other one'),
  fromId: personIdSchema,
  callId: callIdSchema,
}

const aboutSomebody = {
  to: z.string().describe('Name of the other one'),
  toId: personIdSchema,
  callId: callIdSchema,
}

/** Calls between two people, as the server tells of them. */
export const callEvents = {
  'call:changed': event({
    doc:
      'A call of this person, as it is now. Every device of both people hears it with each change; ' +
      'the events below say what happened. Stop ringing when `phase` is no longer `ringing`; the call ' +
      'is on this device when `device` is the id of its connection.',
    payload: callWireSchema,
  }),
  'call:incoming': event({
    doc:
      'Somebody calls this person. Every device hears it, and so does one that comes while it rings. ' +
      'Answer with `call:accept` or `call:reject`.',
    payload: z.object({ ...fromSomebody, call: callWireSchema }),
  }),
  'call:accepted': event({
    doc:
      'The call was answered. The device that called hears it, and makes the offer. If both called each ' +
      'other, both hear it, and the `caller` of the call makes the offer.',
    payload: z.object({ ...fromSomebody, call: callWireSchema }),
  }),
  'call:rejected': event({
    doc: 'The call was declined. The device that called hears it.',
    payload: z.object(fromSomebody),
  }),
  'call:ended': event({
    doc:
      'A call is over, for this device: hung up, cancelled or failed, or it rang here and was ' +
      'answered or declined on another device of the same person.',
    payload: z.object({
      ...fromSomebody,
      duration: z
        .int()
        .nonnegative()
        .describe('Seconds for which media flowed, by the clock of the server'),
      reason: z.enum([...CALL_END_REASONS, 'answered-elsewhere']),
    }),
  }),
  'call:timeout': event({
    doc: 'It rang here, and nobody answered: a missed call.',
    payload: z.object(fromSomebody),
  }),
  'call:unavailable': event({
    doc:
      'The call came to nothing: nobody answered (`missed`), the other one is in another call ' +
      '(`busy`), or cannot be reached (`unreachable`: not here, or does not want to be called now). ' +
      'The device that called hears it; the other one has a missed call.',
    payload: z.object({ ...aboutSomebody, reason: z.enum(['missed', 'busy', 'unreachable']) }),
  }),
  'call:state': event({
    doc: 'What the other device of the call does now; what is left out has not changed.',
    payload: z.object({ ...fromSomebody, ...callMediaSchema.shape }),
  }),
  'webrtc:offer': event({
    doc: 'From the other device of the call, as it was sent.',
    payload: z.object({ ...fromSomebody, offer: offerSchema }),
  }),
  'webrtc:answer': event({
    doc: 'From the other device of the call, as it was sent.',
    payload: z.object({ ...fromSomebody, answer: answerSchema }),
  }),
  'webrtc:ice': event({
    doc: 'From the other device of the call, as it was sent.',
    payload: z.object({ ...fromSomebody, candidate: candidateSchema }),
  }),
} as const satisfies Record<string, EventDefinition>
