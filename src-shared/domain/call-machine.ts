import { fail, succeed, type Result } from '../lib/result.ts'
import { unreachable } from '../lib/unreachable.ts'
import {
  endOf,
  isOfCall,
  personOfDevice,
  type Call,
  type CallEnd,
  type CallEndReason,
  type CallEvent,
  type CallRefusal,
  type CallTimes,
  type ConnectingCall,
  type EndedCall,
  type LiveCall,
  type RingingCall,
} from './call.ts'
import { groupCallIdOf } from './group-calls.ts'
import type { PersonId } from './ids.ts'

type Event<Type extends CallEvent['type']> = Extract<CallEvent, { type: Type }>
type Stepped = Result<Call, CallRefusal>

/**
 * What becomes of a call by an event: the one place that knows which events a phase takes. An event
 * that changes nothing is refused, so whatever succeeds has another revision.
 */
export function stepCall(call: Call, event: CallEvent, times: CallTimes): Stepped {
  if (call.phase === 'ended') return fail('over')
  const stepped = stepLive(call, event, times)
  return stepped.ok ? succeed({ ...stepped.value, revision: call.revision + 1 }) : stepped
}

function stepLive(call: LiveCall, event: CallEvent, times: CallTimes): Stepped {
  if ('by' in event && !isOfCall(call, event.by)) return fail('stranger')
  if ('device' in event && !personOfDevice(call, event.device)) return fail('other-device')
  switch (event.type) {
    case 'request':
      return request(call, event, times)
    case 'accept':
      return accept(call, event, times)
    case 'decline':
      return decline(call, event)
    case 'give-up':
      return giveUp(call, event)
    case 'hang-up':
    case 'person-removed':
      return succeed(endCall(call, reasonOfLeaving(call, event), event.at))
    case 'media-up':
      return connect(call, event.at)
    case 'negotiated':
      return negotiated(call, event.at)
    case 'media-lost':
      return call.phase === 'ringing'
        ? fail('not-answered')
        : succeed(endCall(call, 'failed', event.at))
    case 'become-group':
      return becomeGroup(call)
    case 'resume':
      return resume(call, event)
    case 'device-away':
    case 'device-back':
      return noteDevice(call, event)
    case 'time':
      return passTime(call, event.at, times)
    default:
      return unreachable(event)
  }
}

/** The end of a call, whatever led to it. */
export function endCall(call: LiveCall, reason: CallEndReason, at: number): EndedCall {
  const { id, revision, roomId, caller, callee, startedAt, entryKey, group } = call
  return {
    ...{ id, revision, roomId, caller, callee, startedAt, entryKey, group },
    phase: 'ended',
    reason,
    acceptedAt: call.phase === 'ringing' ? null : call.acceptedAt,
    connectedAt: call.phase === 'connected' ? call.connectedAt : null,
    endedAt: at,
  }
}

function answer(
  ringing: RingingCall,
  calleeEnd: CallEnd,
  at: number,
  { connectMs }: CallTimes,
): ConnectingCall {
  const { ringsUntil: _, ...call } = ringing
  return { ...call, phase: 'connecting', calleeEnd, acceptedAt: at, connectsUntil: at + connectMs }
}

function accept(call: LiveCall, { by, end, at }: Event<'accept'>, times: CallTimes): Stepped {
  if (call.phase !== 'ringing') return fail('not-ringing')
  return by === call.caller.id ? fail('own-call') : succeed(answer(call, end, at, times))
}

/** Whoever calls the one that calls them has answered. */
function request(call: LiveCall, { by, end, at }: Event<'request'>, times: CallTimes): Stepped {
  if (call.phase !== 'ringing') return fail('not-ringing')
  return by === call.caller.id ? fail('no-change') : succeed(answer(call, end, at, times))
}

function decline(call: LiveCall, { by, at }: Event<'decline'>): Stepped {
  if (call.phase !== 'ringing') return fail('not-ringing')
  return by === call.caller.id ? fail('own-call') : succeed(endCall(call, 'declined', at))
}

function giveUp(call: LiveCall, { by, at }: Event<'give-up'>): Stepped {
  if (call.phase !== 'ringing' || by !== call.caller.id) return fail('not-ringing')
  return succeed(endCall(call, 'missed', at))
}

function reasonOfLeaving(
  call: LiveCall,
  { type, by }: Event<'hang-up' | 'person-removed'>,
): CallEndReason {
  if (call.phase !== 'ringing') return 'hung-up'
  if (by === call.caller.id) return 'cancelled'
  return type === 'hang-up' ? 'declined' : 'unreachable'
}

function connect(call: LiveCall, at: number): Stepped {
  if (call.phase === 'ringing') return fail('not-answered')
  if (call.phase === 'connected') return fail('no-change')
  const { connectsUntil: _, ...answered } = call
  return succeed({ ...answered, phase: 'connected', connectedAt: at })
}

/** As long as one of the two will say when media flows, an answer proves nothing yet. */
function negotiated(call: LiveCall, at: number): Stepped {
  if (call.phase === 'ringing') return fail('not-answered')
  return call.callerEnd.tellsMedia || call.calleeEnd.tellsMedia
    ? fail('no-change')
    : connect(call, at)
}

/** Its two go on elsewhere, and it lasts for as long as both are there. */
function becomeGroup(call: LiveCall): Stepped {
  if (call.phase !== 'connected') return fail('not-answered')
  if (call.group !== null) return fail('no-change')
  return succeed({ ...call, group: { id: groupCallIdOf(call.id), people: [] } })
}

function resume(call: LiveCall, { by, end }: Event<'resume'>): Stepped {
  const former = endOf(call, by)
  if (!former) return fail('not-answered')
  const isSame = former.device === end.device && former.awaySince === null
  return isSame ? fail('no-change') : succeed(withEnd(call, by, end))
}

function noteDevice(
  call: LiveCall,
  { type, device, at }: Event<'device-away' | 'device-back'>,
): Stepped {
  const person = personOfDevice(call, device)
  const end = person && endOf(call, person.id)
  if (!person || !end) return fail('other-device')
  const awaySince = type === 'device-away' ? at : null
  if ((end.awaySince === null) === (awaySince === null)) return fail('no-change')
  return succeed(withEnd(call, person.id, { ...end, awaySince }))
}

function withEnd(call: LiveCall, id: PersonId, end: CallEnd): LiveCall {
  if (call.caller.id === id) return { ...call, callerEnd: end }
  return call.phase === 'ringing' ? call : { ...call, calleeEnd: end }
}

/** A ring ends when it is to end; anything else when a device was away for too long. */
function passTime(call: LiveCall, at: number, { graceMs }: CallTimes): Stepped {
  const isGone = (end: CallEnd): boolean => end.awaySince !== null && at - end.awaySince >= graceMs
  switch (call.phase) {
    case 'ringing':
      if (at >= call.ringsUntil) return succeed(endCall(call, 'missed', at))
      return isGone(call.callerEnd) ? succeed(endCall(call, 'cancelled', at)) : fail('no-change')
    case 'connecting':
      if (at >= call.connectsUntil) return succeed(endCall(call, 'failed', at))
      break
    case 'connected':
  }
  return isGone(call.callerEnd) || isGone(call.calleeEnd)
    ? succeed(endCall(call, 'failed', at))
    : fail('no-change')
}
