import { isOfCall, otherOfCall, personOfDevice, type Call } from '#shared/domain/call.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import { originOfGroupCall } from '#shared/domain/group-calls.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import { GROUP_SEATS_MAX } from '#shared/protocol/limits.ts'
import type { ParsedInput } from '#shared/protocol/maps.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Access } from './access.ts'
import { noSuchCall } from './call-refusals.ts'
import { endWith } from './call-requests.ts'
import type { CallRinging } from './call-ringing.ts'
import type { Directory } from './directory.ts'
import type { GroupPlaces } from './group-places.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

type Invited = Outcome<
  Call,
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'room-full'
  | 'unavailable'
  | 'rate-limited'
>

/** Asking somebody into the call that one is in: of more than two, or of two that becomes one by it. */
export function createCallInvitations(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly directory: Directory
  readonly store: CallStore
  readonly places: GroupPlaces
  readonly ringing: CallRinging
}) {
  const { access, rules, directory, store, places, ringing } = deps

  /** Those who are in it besides this one, if this one is and more may come. */
  async function othersIn(
    session: Session,
    person: Person,
    groupId: RoomId,
  ): Promise<Outcome<readonly Person[], 'not-found' | 'conflict'>> {
    const origin = originOfGroupCall(groupId)
    if (origin === null) return noSuchCall()
    const inside = await places.peopleIn(groupId)
    if (inside.some(({ id }) => id === person.id)) {
      const others = inside.filter(({ id }) => id !== person.id)
      return succeed(others.map(({ id, name }) => ({ id, name }) as Person))
    }
    const call = await store.find(origin)
    if (call?.phase !== 'connected' || call.group !== null) return noSuchCall()
    if (personOfDevice(call, session.id)?.id !== person.id) return noSuchCall()
    return call.callerEnd.joinsGroups && call.calleeEnd.joinsGroups
      ? succeed([otherOfCall(call, person.id)])
      : refuse('conflict', 'One of you has an app that knows calls of two only')
  }

  /** How many are on their way into it. */
  async function ringingInto(groupId: RoomId): Promise<readonly Call[]> {
    const live = await store.live()
    return live.filter(({ phase, group }) => phase === 'ringing' && group?.id === groupId)
  }

  return async function invite(
    session: Session,
    { to, groupId }: ParsedInput<'call:invite'>,
  ): Promise<Invited> {
    const found = await access.identified(session)
    if (!found.ok) return found
    const person = found.value
    const others = await othersIn(session, person, groupId)
    if (!others.ok) return others
    const other = await directory.find(to)
    if (!other) return refuse('not-found', 'Nobody of this name or id was ever here')
    if ([person, ...others.value].some(({ id }) => id === other.id)) {
      return refuse('conflict', `${other.name} is in this call already`)
    }
    const refusal = await rules.refuseSpeech(person, directIdOf(person.id, other.id))
    if (refusal) return fail(refusal)
    const onTheirWay = await ringingInto(groupId)
    const same = onTheirWay.find((call) => isOfCall(call, other.id))
    if (same) {
      return same.caller.id === person.id
        ? succeed(same)
        : refuse('conflict', `${other.name} is being called already`)
    }
    if (1 + others.value.length + onTheirWay.length >= GROUP_SEATS_MAX) {
      return refuse('room-full', 'There are as many people in this call as fit into one')
    }
    const end = endWith(session.id, { tellsMedia: true, joinsGroups: true })
    const wish = { person, other, end, group: { id: groupId, people: others.value } }
    const rung = await ringing.ring(wish)
    return succeed('call' in rung ? rung.call : await ringing.busy(wish))
  }
}
