import { isMissed, type EndedCall } from '../domain/call.ts'
import { directIdOf } from '../domain/direct.ts'
import type { ClientId } from '../domain/ids.ts'
import type { PersonName } from '../domain/names.ts'
import type { RecordOf } from './records.ts'

/** Calls that are over and have their entry, as an archive holds them. */

export const toCallRecord = (call: EndedCall): RecordOf<'call'> => ({
  kind: 'call',
  id: call.id,
  caller: { id: call.caller.id, name: call.caller.name },
  callee: { id: call.callee.id, name: call.callee.name },
  startedAt: call.startedAt,
  acceptedAt: call.acceptedAt,
  connectedAt: call.connectedAt,
  endedAt: call.endedAt,
  reason: call.reason,
})

/** What only matters until a call has its entry is not kept. */
export function fromCallRecord(record: RecordOf<'call'>): EndedCall {
  const { kind: _, caller, callee, ...call } = record
  return {
    ...call,
    phase: 'ended',
    revision: 0,
    roomId: directIdOf(caller.id, callee.id),
    caller: { id: caller.id, name: caller.name as PersonName },
    callee: { id: callee.id, name: callee.name as PersonName },
    entryKey: call.id as string as ClientId,
    group: null,
  }
}

export const missedIn = (record: RecordOf<'call'>): boolean => isMissed(fromCallRecord(record))
