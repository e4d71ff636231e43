import { isOfCall, type LiveCall } from '#shared/domain/call.ts'
import { originOfGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallChanges } from './call-changes.ts'
import type { GroupPlaces } from './group-places.ts'

/** What becomes of the calls that lead into a group call when people come and go. */
export function createGroupCalls(deps: {
  readonly store: CallStore
  readonly places: GroupPlaces
  readonly changes: CallChanges
  readonly clock: Clock
}) {
  const { store, places, changes, clock } = deps

  /** The call of two out of which it grew, or would. */
  async function originOf(groupId: RoomId): Promise<LiveCall | null> {
    const id = originOfGroupCall(groupId)
    const call = id && (await store.find(id))
    return call?.phase === 'connected' ? call : null
  }

  return {
    /** Whether there is anybody left to come to. */
    goesOn: async (groupId: RoomId): Promise<boolean> =>
      (await originOf(groupId)) !== null || (await places.peopleIn(groupId)).length > 0,

    /** Somebody has come: a call of two is none any more. */
    async grow(groupId: RoomId): Promise<void> {
      const call = await originOf(groupId)
      if (call) await changes.apply(call, { type: 'become-group', at: clock.now() })
    },

    /** Ends what the person had there with others, and what it still lets ring. */
    async left(personId: PersonId, groupId: RoomId): Promise<void> {
      for (const call of await store.live()) {
        if (call.group?.id !== groupId || !isOfCall(call, personId)) continue
        if (call.phase === 'ringing' && call.caller.id !== personId) continue
        await changes.apply(call, { type: 'hang-up', by: personId, at: clock.now() })
      }
    },
  }
}
