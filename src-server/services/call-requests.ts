import {
  endOf,
  type Call,
  type CallEnd,
  type CallTimes,
  type LiveCall,
  type RingingCall,
} from '#shared/domain/call.ts'
import { endCall } from '#shared/domain/call-machine.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { CallId, ClientId, PersonId, SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { ParsedInput } from '#shared/protocol/maps.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { Access } from './access.ts'
import type { CallChanges } from './call-changes.ts'
import type { CallKeeping } from './call-keeping.ts'
import type { CallNews } from './call-news.ts'
import { refusalFor } from './call-refusals.ts'
import type { Directory } from './directory.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

/** What is in the way may be over, or another call, by the time one has looked at it. */
const TRIES = 5

type Refusals =
  'unauthorized' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable' | 'rate-limited'
type Requested = Outcome<Call, Refusals>

/** Who wants to call whom, with what. */
interface Wish {
  readonly person: Person
  readonly other: Person
  readonly end: CallEnd
}

/** Calling somebody: by the rules of speaking to them, and if they can be reached. */
export function createCallRequests(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly directory: Directory
  readonly store: CallStore
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly conversations: ConversationStore
  readonly changes: CallChanges
  readonly keeping: CallKeeping
  readonly news: CallNews
  readonly times: CallTimes
  readonly clock: Clock
  readonly newCallId: () => CallId
  readonly newEntryKey: () => ClientId
}) {
  const { access, rules, directory, store, people, presence, conversations, changes } = deps
  const { keeping, news, times, clock, newCallId, newEntryKey } = deps

  /**
   * Whoever is invisible looks like somebody who is not here, and has to be treated so; whoever does not
   * want to be rung by this one, as well. Everything is asked always, so that it takes the same time.
   */
  async function canBeReached({ person, other }: Wish): Promise<boolean> {
    const [known, here, quietCallers] = await Promise.all([
      people.find(other.id),
      presence.find(other.id),
      conversations.quietCallersOf(other.id),
    ])
    const isHere = known?.availability === 'online' && here !== null && here.sessions > 0
    return isHere && !quietCallers.includes(person.id)
  }

  function ring({ person, other, end }: Wish): RingingCall {
    const now = clock.now()
    return {
      id: newCallId(),
      revision: 0,
      roomId: directIdOf(person.id, other.id),
      caller: { id: person.id, name: person.name },
      callee: { id: other.id, name: other.name },
      startedAt: now,
      entryKey: newEntryKey(),
      group: null,
      phase: 'ringing',
      callerEnd: end,
      ringsUntil: now + times.ringMs,
    }
  }

  async function comeToNothing(wish: Wish, reason: 'busy' | 'unreachable'): Promise<Requested> {
    const call = { ...endCall(ring(wish), reason, clock.now()), reason }
    await changes.keep(call, wish.end.device)
    return succeed(call)
  }

  /** @returns null when it is over, so that there is room for another one */
  async function goOnWith(call: LiveCall, wish: Wish): Promise<Requested | null> {
    const { person, other, end } = wish
    const at = clock.now()
    if (call.phase === 'ringing' && call.caller.id === other.id && call.callee.id === person.id) {
      await keeping.hold(end.device, person)
      const event = { type: 'request', by: person.id, end, at } as const
      const answered = await changes.apply(call, event, end.device)
      return answered.ok ? answered : null
    }
    // A device that was lost keeps nobody from calling with another one.
    if (isLost(call, person.id)) {
      await changes.apply(call, { type: 'hang-up', by: person.id, at }, end.device)
      return null
    }
    const isSame = call.phase === 'ringing' && call.callee.id === other.id
    return isSame && call.callerEnd.device === end.device
      ? succeed(call)
      : refuse('conflict', 'You are in a call already')
  }

  async function attempt(wish: Wish): Promise<Requested | null> {
    const { person } = wish
    const mine = await store.liveOf(person.id)
    if (mine) return goOnWith(mine, wish)
    if (!(await canBeReached(wish))) return comeToNothing(wish, 'unreachable')
    const call = ring(wish)
    await keeping.hold(wish.end.device, person)
    const inTheWay = await store.begin(call)
    if (inTheWay) {
      const isMine = [inTheWay.caller.id, inTheWay.callee.id].includes(person.id)
      return isMine ? null : comeToNothing(wish, 'busy')
    }
    news.began(call)
    return succeed(call)
  }

  return async function request(
    session: Session,
    { to, ...client }: ParsedInput<'call:request'>,
  ): Promise<Requested> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const other = await directory.find(to)
    if (!other) return refuse('not-found', 'Nobody of this name or id was ever here')
    if (other.id === person.value.id) return refuse('forbidden', 'A call needs somebody else')
    const refusal = await rules.refuseSpeech(person.value, directIdOf(person.value.id, other.id))
    if (refusal) return fail(refusal)
    const end = endWith(session.id, client)
    for (let tries = 0; tries < TRIES; tries += 1) {
      const requested = await attempt({ person: person.value, other, end })
      if (requested) return requested
    }
    return refusalFor('over')
  }
}

/** The end of a call that is on this device. */
export const endWith = (
  device: SessionId,
  client: Pick<CallEnd, 'tellsMedia' | 'joinsGroups'>,
): CallEnd => ({
  device,
  tellsMedia: client.tellsMedia,
  joinsGroups: client.joinsGroups,
  awaySince: null,
})

const isLost = (call: LiveCall, id: PersonId): boolean =>
  (endOf(call, id)?.awaySince ?? null) !== null
