import { z } from 'zod'
import { callIdSchema } from '../domain/ids.ts'
import { GROUP_SEATS_MAX } from '../protocol/limits.ts'

/** Longer than any name; what is longer is not from our own page. */
const nameSchema = z.string().trim().min(1, 'Whoever calls has a name').max(200)

/** A call that is to ring on this device. */
export const incomingCallSchema = z.object({
  callId: callIdSchema,
  from: nameSchema,
  /** Who else is in it; nobody in a call of two. */
  others: z.array(nameSchema).max(GROUP_SEATS_MAX),
})
export type IncomingCall = z.infer<typeof incomingCallSchema>

/** A call that one makes or is in, for tray and taskbar. */
export const shownCallSchema = z.object({
  with: nameSchema,
  phase: z.enum(['calling', 'connecting', 'connected']),
  /** Since when media flows, in milliseconds since 1970. */
  since: z.int().nonnegative().nullable(),
  isMuted: z.boolean(),
  /** A screen or window of this device is shown to the other one. */
  isSharing: z.boolean(),
})
export type ShownCall = z.infer<typeof shownCallSchema>

/** Words that somebody declines with: a line, not a letter. */
export const DECLINE_TEXT_MAX = 300

const declineTextSchema = z
  .string()
  .trim()
  .min(1, 'Declining with words needs words')
  .max(DECLINE_TEXT_MAX, `Declining takes at most ${DECLINE_TEXT_MAX} characters`)

/** What somebody did about a ringing call, outside of the page. */
export const ringAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ callId: callIdSchema, kind: z.literal('accept') }),
  z.object({
    callId: callIdSchema,
    kind: z.literal('decline'),
    text: declineTextSchema.nullable(),
  }),
])
export type RingAnswer = z.infer<typeof ringAnswerSchema>

/** What somebody chose in the tray during a call. */
export const ringCommandSchema = z.enum(['hang-up', 'toggle-mute', 'stop-sharing'])
export type RingCommand = z.infer<typeof ringCommandSchema>

/** Of the ways in which a call makes itself known: whether this one worked, and what came of it. */
export const ringLayerSchema = z.object({
  /** Its name, for a person. */
  layer: z.string().max(60),
  ok: z.boolean(),
  /** One or two sentences. */
  detail: z.string().max(500),
})
export type RingLayer = z.infer<typeof ringLayerSchema>

/** For so long it rings when somebody tries how it does, in milliseconds. */
export const TEST_RING_MS = 4_000
