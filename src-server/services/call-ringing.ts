import {
  endOf,
  groupOfAnswered,
  isOfCall,
  type Call,
  type CallEnd,
  type CallGroup,
  type CallTimes,
  type RingingCall,
} from '#shared/domain/call.ts'
import { endCall } from '#shared/domain/call-machine.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { CallId, ClientId, PersonId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { CallChanges } from './call-changes.ts'
import type { CallKeeping } from './call-keeping.ts'
import type { CallNews } from './call-news.ts'
import type { GroupPlaces } from './group-places.ts'

/** Who wants to call whom, with what. */
export interface CallWish {
  readonly person: Person
  readonly other: Person
  readonly end: CallEnd
  /** The group call that it is an invitation into. */
  readonly group: CallGroup | null
}

/** What became of it: it rings, it has come to nothing, or somebody has another call. */
type Rung = { readonly call: Call } | { readonly inTheWay: Call }

/** Makes it ring at somebody, if they can be reached: the same for a call and for an invitation. */
export function createCallRinging(deps: {
  readonly store: CallStore
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly conversations: ConversationStore
  readonly places: GroupPlaces
  readonly changes: CallChanges
  readonly keeping: CallKeeping
  readonly news: CallNews
  readonly times: CallTimes
  readonly clock: Clock
  readonly newCallId: () => CallId
  readonly newEntryKey: () => ClientId
}) {
  const { store, people, presence, conversations, places, changes, keeping, news } = deps
  const { times, clock, newCallId, newEntryKey } = deps

  /**
   * Whoever is invisible looks like somebody who is not here, and has to be treated so; whoever does not
   * want to be rung by this one, as well. Everything is asked always, so that it takes the same time.
   */
  async function canBeReached({ person, other }: CallWish): Promise<boolean> {
    const [known, here, quietCallers] = await Promise.all([
      people.find(other.id),
      presence.find(other.id),
      conversations.quietCallersOf(other.id),
    ])
    const isHere = known?.availability === 'online' && here !== null && here.sessions > 0
    return isHere && !quietCallers.includes(person.id)
  }

  /**
   * Whether the person sits in a group call or has just been let into one: no call occupies them, and
   * between their answer and their seat there would be a gap.
   */
  async function isInGroup(id: PersonId): Promise<boolean> {
    if (await places.holds(id)) return true
    const theirs = (await store.live()).filter((call) => isOfCall(call, id))
    return theirs.some((call) => groupOfAnswered(call) && endOf(call, id)?.awaySince === null)
  }

  function begin({ person, other, end, group }: CallWish): RingingCall {
    const now = clock.now()
    return {
      id: newCallId(),
      revision: 0,
      roomId: directIdOf(person.id, other.id),
      caller: { id: person.id, name: person.name },
      callee: { id: other.id, name: other.name },
      startedAt: now,
      entryKey: newEntryKey(),
      group,
      phase: 'ringing',
      callerEnd: end,
      ringsUntil: now + times.ringMs,
    }
  }

  async function comeToNothing(wish: CallWish, reason: 'busy' | 'unreachable'): Promise<Call> {
    const call = { ...endCall(begin(wish), reason, clock.now()), reason }
    await changes.keep(call, wish.end.device)
    return call
  }

  return {
    busy: (wish: CallWish): Promise<Call> => comeToNothing(wish, 'busy'),

    async ring(wish: CallWish): Promise<Rung> {
      if (!(await canBeReached(wish))) return { call: await comeToNothing(wish, 'unreachable') }
      if (await isInGroup(wish.other.id)) return { call: await comeToNothing(wish, 'busy') }
      const call = begin(wish)
      await keeping.hold(wish.end.device, wish.person)
      const inTheWay = await store.begin(call)
      if (inTheWay) return { inTheWay }
      news.began(call)
      return { call }
    },
  }
}

export type CallRinging = ReturnType<typeof createCallRinging>
