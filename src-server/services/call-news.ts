import {
  durationOf,
  endOf,
  otherOfCall,
  type Call,
  type CallEvent,
  type EndedCall,
  type LiveCall,
  type RingingCall,
} from '#shared/domain/call.ts'
import type { SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import { toCallWire } from './call-wire.ts'

type EndedReason = EventPayload<'call:ended'>['reason']

export type CallNews = ReturnType<typeof createCallNews>

/**
 * Who hears what of a call. All devices of both hear how it is now; the documented events go to those
 * whom they concern, never to the device that did it, which has its answer.
 */
export function createCallNews({ broadcaster }: { readonly broadcaster: Broadcaster }) {
  function showAll(call: Call): void {
    const wire = toCallWire(call)
    for (const { id } of [call.caller, call.callee]) {
      broadcaster.toPerson(id, 'call:changed', wire)
    }
  }

  /** The other one, as this person is told of them. */
  function from(call: Call, person: Person) {
    const other = otherOfCall(call, person.id)
    return { from: other.name, fromId: other.id, callId: call.id }
  }

  const endedFor = (call: Call, person: Person, reason: EndedReason) => ({
    ...from(call, person),
    duration: call.phase === 'ended' ? durationOf(call) : 0,
    reason,
  })

  /** It rang on all of them; it does no longer on those that did nothing. */
  function stopRinging(call: Call, reason: EndedReason, except: SessionId | null): void {
    const payload = endedFor(call, call.callee, reason)
    const audience = except === null ? {} : { except }
    broadcaster.toPerson(call.callee.id, 'call:ended', payload, audience)
  }

  function tellUnavailable(
    device: SessionId,
    call: Call,
    reason: EventPayload<'call:unavailable'>['reason'],
  ): void {
    const { id: toId, name: to } = call.callee
    broadcaster.toDevice(device, 'call:unavailable', { to, toId, callId: call.id, reason })
  }

  function tellAnswered(before: RingingCall, after: LiveCall, event: CallEvent): void {
    const call = toCallWire(after)
    const { device } = before.callerEnd
    broadcaster.toDevice(device, 'call:accepted', { ...from(after, after.caller), call })
    const answering = endOf(after, after.callee.id)?.device ?? null
    // Both were calling, and both have been answered.
    if (event.type === 'request' && answering) {
      broadcaster.toDevice(answering, 'call:accepted', { ...from(after, after.callee), call })
    }
    stopRinging(after, 'answered-elsewhere', answering)
  }

  function tellRingEnded(before: RingingCall, after: EndedCall, actor: SessionId | null): void {
    const { device } = before.callerEnd
    switch (after.reason) {
      case 'declined':
        broadcaster.toDevice(device, 'call:rejected', from(after, after.caller))
        return stopRinging(after, 'declined', actor)
      case 'missed':
        tellUnavailable(device, after, 'missed')
        return broadcaster.toPerson(after.callee.id, 'call:timeout', from(after, after.callee))
      case 'unreachable':
        tellUnavailable(device, after, 'unreachable')
        return stopRinging(after, 'unreachable', null)
      default:
        if (device !== actor) {
          const payload = endedFor(after, after.caller, after.reason)
          broadcaster.toDevice(device, 'call:ended', payload)
        }
        return stopRinging(after, after.reason, null)
    }
  }

  function tellEnded(before: LiveCall, after: EndedCall, actor: SessionId | null): void {
    if (before.phase === 'ringing') return tellRingEnded(before, after, actor)
    for (const person of [after.caller, after.callee]) {
      const device = endOf(before, person.id)?.device
      if (!device || device === actor) continue
      broadcaster.toDevice(device, 'call:ended', endedFor(after, person, after.reason))
    }
  }

  /** The device that had the call until another one of the same person took it. */
  function tellTakenOver(before: LiveCall, after: LiveCall): void {
    for (const person of [after.caller, after.callee]) {
      const former = endOf(before, person.id)?.device
      if (!former || former === endOf(after, person.id)?.device) continue
      broadcaster.toDevice(former, 'call:ended', endedFor(after, person, 'answered-elsewhere'))
    }
  }

  return {
    began(call: RingingCall): void {
      const payload = { ...from(call, call.callee), call: toCallWire(call) }
      broadcaster.toPerson(call.callee.id, 'call:incoming', payload)
      showAll(call)
    },

    /** A device that came while it rings. */
    rings(call: RingingCall, device: SessionId): void {
      const payload = { ...from(call, call.callee), call: toCallWire(call) }
      broadcaster.toSession(device, 'call:incoming', payload)
    },

    /** It ended before it began. */
    cameToNothing(call: EndedCall, device: SessionId, reason: 'busy' | 'unreachable'): void {
      tellUnavailable(device, call, reason)
      showAll(call)
    },

    /** @param actor the device that did it; null when it happened by itself */
    changed(before: LiveCall, after: Call, event: CallEvent, actor: SessionId | null): void {
      if (after.phase === 'ended') tellEnded(before, after, actor)
      else if (before.phase === 'ringing' && after.phase === 'connecting')
        tellAnswered(before, after, event)
      else tellTakenOver(before, after)
      showAll(after)
    },
  }
}
