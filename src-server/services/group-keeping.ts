import { endOf, type LiveCall } from '#shared/domain/call.ts'
import { originOfGroupCall } from '#shared/domain/group-calls.ts'
import type { CallId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { DEVICES_HELD_FOR_MS } from '../ports/call-devices.ts'
import type { Clock } from '../ports/clock.ts'
import type { VoicePerson } from '../ports/voice-homes.ts'
import type { CallChanges } from './call-changes.ts'
import type { GroupPlaces } from './group-places.ts'

/** So long somebody may be on the way into a group call, or on the way back after its instance died. */
const COMES_WITHIN_MS = DEVICES_HELD_FOR_MS

type Places = ReadonlyMap<RoomId, readonly VoicePerson[]>

/**
 * Looks after calls that lead into a group call. Which device somebody has does not matter for them: who
 * sits in the group call is there, and whoever does not is away.
 */
export function createGroupKeeping(deps: {
  readonly places: GroupPlaces
  readonly changes: CallChanges
  readonly clock: Clock
}) {
  const { places, changes, clock } = deps
  /** When somebody was first missed in the group of an answered call; by the clock that only goes on. */
  const missedSince = new Map<CallId, Map<PersonId, number>>()

  const sits = (found: Places, group: RoomId, person: PersonId): boolean =>
    found.get(group)?.some(({ id }) => id === person) ?? false

  function missedOf(id: CallId): Map<PersonId, number> {
    const missed = missedSince.get(id) ?? new Map<PersonId, number>()
    missedSince.set(id, missed)
    return missed
  }

  async function judgeEnd(call: LiveCall, person: PersonId, isHere: boolean): Promise<void> {
    const end = endOf(call, person)
    if (!end) return
    const missed = missedOf(call.id)
    const at = clock.now()
    if (isHere) {
      missed.delete(person)
      if (end.awaySince === null) return
      await changes.apply(call, { type: 'device-back', device: end.device, at })
    } else if (end.awaySince === null) {
      const since = missed.get(person) ?? clock.monotonic()
      missed.set(person, since)
      if (clock.monotonic() - since < COMES_WITHIN_MS) return
      missed.delete(person)
      await changes.apply(call, {
        type: 'device-away',
        device: end.device,
        at: at - COMES_WITHIN_MS,
      })
    }
  }

  async function judgeAnswered(call: LiveCall, group: RoomId, found: Places): Promise<void> {
    for (const { id } of [call.caller, call.callee]) {
      await judgeEnd(call, id, sits(found, group, id))
    }
    // Sound is through for whoever sits there, also when their client does not say so.
    if (call.phase === 'connecting' && sits(found, group, call.callee.id)) {
      const { device } = call.calleeEnd
      await changes.apply(call, { type: 'media-up', device, at: clock.now() })
    }
  }

  /** The call out of which the group grew: the instance that was to change it may have died before it did. */
  async function judgeOrigin(origin: LiveCall | undefined): Promise<void> {
    if (origin?.phase !== 'connected' || origin.group !== null) return
    await changes.apply(origin, { type: 'become-group', at: clock.now() })
  }

  /** What it invites into may be over by now. */
  async function judgeInvitation(
    call: LiveCall,
    group: RoomId,
    found: Places,
    origin: LiveCall | undefined,
  ): Promise<void> {
    if (found.has(group) || origin) return
    await changes.apply(call, { type: 'hang-up', by: call.caller.id, at: clock.now() })
  }

  return async function judge(calls: readonly LiveCall[]): Promise<void> {
    const leading = calls.filter(({ group }) => group !== null)
    const live = new Map(calls.map((call) => [call.id, call]))
    for (const id of missedSince.keys()) if (!live.has(id)) missedSince.delete(id)
    if (leading.length === 0) return
    const found = await places.all()
    for (const call of leading) {
      if (call.group === null) continue
      const { id } = call.group
      const originId = originOfGroupCall(id)
      const origin = originId === null ? undefined : live.get(originId)
      if (call.phase === 'ringing') await judgeInvitation(call, id, found, origin)
      else {
        await judgeAnswered(call, id, found)
        await judgeOrigin(origin)
      }
    }
  }
}
