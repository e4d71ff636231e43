import { z } from 'zod'
import type { CallId, ClientId, PersonId, RoomId, SessionId } from './ids.ts'
import type { Person } from './people.ts'

/** Calls between two people, as values. When somebody has no call there is no record of one. */

export const CALL_PHASES = ['ringing', 'connecting', 'connected', 'ended'] as const

/**
 * Why a call is over. `cancelled`: the caller hung up before anybody answered; `missed`: it rang until
 * nobody could be expected to answer any more; `busy` and `unreachable`: it never rang; `failed`: there
 * was no connection, or it was lost for too long.
 */
export const CALL_END_REASONS = [
  'hung-up',
  'declined',
  'cancelled',
  'missed',
  'busy',
  'unreachable',
  'failed',
] as const
export type CallEndReason = (typeof CALL_END_REASONS)[number]

/** How long anything may take, in milliseconds. */
export interface CallTimes {
  /** Until a call that nobody answers is missed. */
  readonly ringMs: number
  /** From the answer until media flows. */
  readonly connectMs: number
  /** How long a device may be away: enough for a reload, a reconnect, a restart of the server. */
  readonly graceMs: number
}

export const DEFAULT_CALL_TIMES: CallTimes = {
  ringMs: 45_000,
  connectMs: 30_000,
  graceMs: 20_000,
}

/** The one device with which somebody is in a call. */
export interface CallEnd {
  /** Its connection; another one after a reload. */
  readonly device: SessionId
  /** It can go on in a group call; a plain client cannot. */
  readonly joinsGroups: boolean
  /** It says when media flows. A plain client does not, so an answer that went through has to do. */
  readonly tellsMedia: boolean
  /** Since when it is not connected to the server; null while it is. Media may flow all the same. */
  readonly awaySince: number | null
}

/** The group call that a call of two leads into. */
export interface CallGroup {
  readonly id: RoomId
  /** Who was in it when the call was made, beside the caller; nobody where the call became the group. */
  readonly people: readonly Person[]
}

/** Times are in milliseconds since 1970, by the server's clock. */
interface CallFacts {
  readonly id: CallId
  /** Grows with each change, so that of two pieces of news one knows which is newer. */
  readonly revision: number
  /** The direct conversation of the two. */
  readonly roomId: RoomId
  readonly caller: Person
  readonly callee: Person
  readonly startedAt: number
  /** Under which the entry in the conversation is written; nobody is told it before. */
  readonly entryKey: ClientId
  /** Null for a call of two; set for an invitation into a group call, and for the call that became one. */
  readonly group: CallGroup | null
}

export interface RingingCall extends CallFacts {
  readonly phase: 'ringing'
  readonly callerEnd: CallEnd
  readonly ringsUntil: number
}

interface AnsweredCall extends CallFacts {
  readonly callerEnd: CallEnd
  readonly calleeEnd: CallEnd
  readonly acceptedAt: number
}

export interface ConnectingCall extends AnsweredCall {
  readonly phase: 'connecting'
  readonly connectsUntil: number
}

export interface ConnectedCall extends AnsweredCall {
  readonly phase: 'connected'
  readonly connectedAt: number
}

export interface EndedCall extends CallFacts {
  readonly phase: 'ended'
  readonly reason: CallEndReason
  readonly acceptedAt: number | null
  readonly connectedAt: number | null
  readonly endedAt: number
}

export type LiveCall = RingingCall | ConnectingCall | ConnectedCall
export type Call = LiveCall | EndedCall

type Happening<Type extends string, Facts> = Type extends string
  ? Facts & { readonly type: Type; readonly at: number }
  : never

/**
 * What may happen to a call.
 * - `request` comes from whoever is called, and calls the one who called: both want the same.
 * - `give-up` is the caller's client that has waited long enough.
 * - `media-lost`: there was no connection for too long, or never one.
 * - `negotiated`: the answer of one device went through to the other.
 * - `resume`: the device of this person is another one from now on, or is back.
 * - `become-group`: somebody else has come to a call of two.
 * - `person-removed`: thrown out, so that nobody waits for a device to come back.
 * - `time` has passed; something may be over by it.
 */
export type CallEvent =
  | Happening<'request' | 'accept' | 'resume', { readonly by: PersonId; readonly end: CallEnd }>
  | Happening<'decline' | 'hang-up' | 'give-up' | 'person-removed', { readonly by: PersonId }>
  | Happening<
      'media-up' | 'media-lost' | 'device-away' | 'device-back',
      { readonly device: SessionId }
    >
  | Happening<'become-group' | 'negotiated' | 'time', object>

/** Everything for which an event may be refused. Closed, so that each has a sentence. */
const CALL_REFUSALS = [
  'over',
  'stranger',
  'own-call',
  'not-ringing',
  'not-answered',
  'other-device',
  'no-change',
] as const
export type CallRefusal = (typeof CALL_REFUSALS)[number]

/** What somebody is told about a call in the conversation of the two. */
export interface CallEntry {
  readonly id: CallId
  readonly reason: CallEndReason
  /** Seconds. */
  readonly duration: number
  /** Nobody answered, and the one who was called did not decide that. */
  readonly isMissed: boolean
}

export const isOfCall = ({ caller, callee }: Call, id: PersonId): boolean =>
  caller.id === id || callee.id === id

/** The one that somebody talks with. */
export const otherOfCall = ({ caller, callee }: Call, me: PersonId): Person =>
  caller.id === me ? callee : caller

/** The group call in which the two are to be found; null for a call of two, and while it rings. */
export const groupOfAnswered = (call: Call): CallGroup | null =>
  call.phase === 'ringing' || call.phase === 'ended' ? null : call.group

/**
 * Who cannot be in another call because of this one. Whoever invites others into a group call has one
 * with each of them; whoever is in the group call is to be found there.
 */
export function occupiedBy(call: LiveCall): readonly PersonId[] {
  if (call.group === null) return [call.caller.id, call.callee.id]
  return call.phase === 'ringing' ? [call.callee.id] : []
}

/** Whether the two ever were in it. */
export const wasAnswered = (call: Call): boolean =>
  call.phase === 'ended' ? call.acceptedAt !== null : call.phase !== 'ringing'

/** A call as a store wrote it down; those of former versions know nothing of groups. */
export function parseCall(record: string): Call {
  const call = JSON.parse(record) as Call | (Omit<Call, 'group'> & { readonly group?: undefined })
  return { ...call, group: call.group ?? null } as Call
}

/** With which device somebody is in the call; null before it is answered and after it has ended. */
export function endOf(call: Call, id: PersonId): CallEnd | null {
  if (call.phase === 'ended') return null
  if (call.caller.id === id) return call.callerEnd
  return call.phase === 'ringing' ? null : call.calleeEnd
}

/** Whose device it is in this call; null when it is in none of it. */
export function personOfDevice(call: Call, device: SessionId): Person | null {
  const people = [call.caller, call.callee]
  return people.find(({ id }) => endOf(call, id)?.device === device) ?? null
}

export const isMissed = ({ acceptedAt, reason }: EndedCall): boolean =>
  acceptedAt === null && reason !== 'declined'

/** Seconds for which media flowed; never less than none, whatever the clock was set to meanwhile. */
export const durationOf = ({ connectedAt, endedAt }: EndedCall): number =>
  connectedAt === null ? 0 : Math.max(0, Math.round((endedAt - connectedAt) / 1_000))

export const entryOf = (call: EndedCall): CallEntry => ({
  id: call.id,
  reason: call.reason,
  duration: durationOf(call),
  isMissed: isMissed(call),
})

/** The same entry in words, for whoever shows nothing but text. */
export function wordsForCall({ reason, duration, isMissed: missed }: CallEntry): string {
  if (missed) return 'Missed call'
  if (reason === 'declined') return 'Declined call'
  if (duration === 0) return reason === 'failed' ? 'Call without a connection' : 'Call'
  const words = `Call, ${wordsForSeconds(duration)}`
  return reason === 'failed' ? `${words}, connection lost` : words
}

function wordsForSeconds(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return [hours > 0 && `${hours} h`, seconds >= 60 && `${minutes} min`, `${seconds % 60} s`]
    .filter((part) => part !== false)
    .join(' ')
}

/** What of the two devices does, as they tell each other; the server keeps none of it. */
export const callMediaSchema = z.object({
  isMuted: z.boolean().optional(),
  isCameraOn: z.boolean().optional(),
  isSharing: z.boolean().optional().describe('The screen'),
  isOnHold: z.boolean().optional(),
})
export type CallMedia = z.infer<typeof callMediaSchema>
