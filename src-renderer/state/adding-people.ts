import type { PersonId } from '#shared/domain/ids.ts'
import type { PresenceState } from '#shared/domain/people.ts'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import type { AppState } from './app-state.ts'
import { selectCallPartner, selectCallRole } from './call-selectors.ts'
import { groupIdOf, selectGroupCall } from './group-calls.ts'
import { lastOf } from './last-of.ts'

/** Whether somebody can be asked into the call that this device is in; not while it has lost it. */
export const selectCanAddPeople = (state: AppState): boolean =>
  groupIdOf(state) !== null
    ? state.voice.link.phase !== 'rejoining'
    : selectCallRole(state) === 'talking' && state.calls.call?.phase === 'connected'

/** Those who are the most likely to answer come first. */
const ORDER: Readonly<Record<PresenceState, number>> = { online: 0, idle: 1, dnd: 2, offline: 3 }

/** Who is here and neither in the call nor rung for it. */
export const selectPeopleToAdd: (state: AppState) => readonly ProfileWire[] = lastOf(
  (state) => [state.profiles, state.me, state.calls, selectGroupCall(state)],
  (state) => {
    const { profiles, me, calls } = state
    const left = new Set([
      ...(me ? [me.id, ...me.blocked] : []),
      ...(selectGroupCall(state)?.others ?? []).map(({ id }) => id),
      ...calls.invited.map(({ callee }) => callee.id),
      selectCallPartner(state)?.id,
    ])
    return [...profiles.values()]
      .filter(({ id, presence }) => presence !== 'offline' && !left.has(id))
      .toSorted((a, b) => ORDER[a.presence] - ORDER[b.presence] || a.name.localeCompare(b.name))
  },
)

export const selectCanAdd = (state: AppState, personId: PersonId): boolean =>
  selectCanAddPeople(state) && selectPeopleToAdd(state).some(({ id }) => id === personId)
