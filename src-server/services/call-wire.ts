import {
  durationOf,
  endOf,
  isMissed,
  otherOfCall,
  type Call,
  type EndedCall,
} from '#shared/domain/call.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { CallRecordWire, CallWire } from '#shared/protocol/call-wire.ts'
import { toPersonWire } from './wire.ts'

/** Calls as they travel: without the key of their entry. */

function toCallPersonWire(call: Call, person: Person): CallWire['caller'] {
  const end = endOf(call, person.id)
  return {
    ...toPersonWire(person),
    device: end?.device ?? null,
    isAway: end !== null && end.awaySince !== null,
  }
}

export const toCallWire = (call: Call): CallWire => ({
  id: call.id,
  revision: call.revision,
  phase: call.phase,
  roomId: call.roomId,
  caller: toCallPersonWire(call, call.caller),
  callee: toCallPersonWire(call, call.callee),
  group: call.group && { id: call.group.id, people: call.group.people.map(toPersonWire) },
  startedAt: call.startedAt,
  ringsUntil: call.phase === 'ringing' ? call.ringsUntil : null,
  acceptedAt: call.phase === 'ringing' ? null : call.acceptedAt,
  connectedAt: 'connectedAt' in call ? call.connectedAt : null,
  endedAt: call.phase === 'ended' ? call.endedAt : null,
  reason: call.phase === 'ended' ? call.reason : null,
  duration: call.phase === 'ended' ? durationOf(call) : null,
})

/** A call that is over, as one of the two sees it. */
export const toCallRecordWire = (call: EndedCall, me: PersonId): CallRecordWire => ({
  id: call.id,
  roomId: call.roomId,
  with: toPersonWire(otherOfCall(call, me)),
  direction: call.caller.id === me ? 'outgoing' : 'incoming',
  reason: call.reason,
  isMissed: call.callee.id === me && isMissed(call),
  duration: durationOf(call),
  startedAt: call.startedAt,
  endedAt: call.endedAt,
})
