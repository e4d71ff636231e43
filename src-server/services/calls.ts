import {
  isOfCall,
  personOfDevice,
  type Call,
  type CallEvent,
  type CallRefusal,
  type CallTimes,
  type EndedCall,
  type LiveCall,
} from '#shared/domain/call.ts'
import type { CallId, ClientId, PersonId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { CallDevices } from '../ports/call-devices.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { IceServers } from '../ports/ice-servers.ts'
import type { Instances } from '../ports/instances.ts'
import type { Log } from '../ports/log.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { VoiceHomes } from '../ports/voice-homes.ts'
import type { Access } from './access.ts'
import { createCallChanges } from './call-changes.ts'
import { createCallInvitations } from './call-invitations.ts'
import { createCallKeeping } from './call-keeping.ts'
import { createCallNews } from './call-news.ts'
import { refusalFor } from './call-refusals.ts'
import { createCallRequests, endWith } from './call-requests.ts'
import { createCallRinging } from './call-ringing.ts'
import { createCallSignals } from './call-signals.ts'
import { createCallWays } from './call-ways.ts'
import { toCallRecordWire, toCallWire } from './call-wire.ts'
import type { Directory } from './directory.ts'
import { createGroupCalls } from './group-calls.ts'
import { createGroupPlaces } from './group-places.ts'
import { refuse, type Outcome } from './outcome.ts'
import { createOwnCalls, type CallTarget } from './own-calls.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

type Refusals = 'unauthorized' | 'not-found' | 'conflict'
type Answer<More extends 'forbidden' = never> = Outcome<
  { readonly call: CallWire },
  Refusals | 'rate-limited' | More
>

type Applied = Result<Call, CallRefusal>

const answerTo = (applied: Applied) =>
  applied.ok ? succeed({ call: toCallWire(applied.value) }) : refusalFor(applied.error)

/** Whoever adds somebody is talking just then: that this is another way has to be said. */
const NO_VOICE =
  'Calls of more than two go through the server, and this one carries no voice at the moment'

export type Calls = ReturnType<typeof createCalls>

/** Calls between two people, from the first ring to the entry in their conversation. */
export function createCalls(deps: {
  readonly store: CallStore
  readonly devices: CallDevices
  readonly instances: Instances
  readonly access: Access
  readonly rules: Rules
  readonly directory: Directory
  readonly people: PeopleStore
  readonly presence: PresenceStore
  readonly conversations: ConversationStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
  readonly times: CallTimes
  readonly iceServers: IceServers
  readonly writeEntry: (call: EndedCall) => Promise<unknown>
  readonly newCallId: () => CallId
  readonly newEntryKey: () => ClientId
  readonly homes: Pick<VoiceHomes, 'list'>
  /** Whether group calls can be carried here. */
  readonly hasVoice: () => boolean
}) {
  const { store, instances, access, rules, clock, log } = deps
  const places = createGroupPlaces(deps.homes)
  const news = createCallNews(deps)
  const ownCalls = createOwnCalls(deps)
  const ways = createCallWays({ ...deps, ownCalls })
  const changes = createCallChanges({ ...deps, news, handleEnd: ways.close })
  const keeping = createCallKeeping({ ...deps, places, changes })
  const ringing = createCallRinging({ ...deps, places, changes, keeping, news })
  const request = createCallRequests({ ...deps, places, changes, keeping, ringing })
  const invite = createCallInvitations({ ...deps, places, ringing })
  const groups = createGroupCalls({ ...deps, places, changes })
  const signals = createCallSignals({ ...deps, ownCalls, changes })

  /** A device that went while it was waiting for its answer was not there to be missed. */
  async function checkPresent(session: Session): Promise<void> {
    if (session.isGone) await keeping.drop(session.id)
  }

  /** For what may be said twice: what is so already is answered with the call as it is. */
  async function orUnchanged(call: Call, applied: Applied): Promise<Applied> {
    if (applied.ok || applied.error !== 'no-change') return applied
    return succeed((await store.find(call.id)) ?? call)
  }

  /** What somebody does about the call that they have with another one. */
  async function act(
    session: Session,
    target: CallTarget,
    eventOf: (person: Person) => CallEvent,
  ): Promise<Answer> {
    const found = await ownCalls.withSomebody(session, target)
    if (!found.ok) return found
    const { person, call } = found.value
    const applied = await changes.apply(call, eventOf(person), session.id)
    return answerTo(applied)
  }

  async function accept(
    session: Session,
    { tellsMedia, joinsGroups, ...target }: ParsedInput<'call:accept'>,
  ): Promise<Answer<'forbidden'>> {
    const found = await ownCalls.withSomebody(session, target)
    if (!found.ok) return found
    const { person, call } = found.value
    if (call.group !== null && !joinsGroups) {
      return refuse('conflict', 'This app knows calls of two only, and this one has more')
    }
    const refusal = await rules.refuseSpeech(person, call.roomId)
    if (refusal) return fail(refusal)
    if (call.group !== null && !(await groups.goesOn(call.group.id))) {
      await changes.apply(call, { type: 'hang-up', by: call.caller.id, at: clock.now() })
      return refusalFor('over')
    }
    await keeping.hold(session.id, person)
    const end = endWith(session.id, { tellsMedia, joinsGroups })
    const event = { type: 'accept', by: person.id, end, at: clock.now() } as const
    const applied = await changes.apply(call, event, session.id)
    if (applied.ok && call.group !== null) await groups.grow(call.group.id)
    await checkPresent(session)
    return answerTo(applied)
  }

  async function resume(
    session: Session,
    { callId, ...client }: ParsedInput<'call:resume'>,
  ): Promise<Answer> {
    const found = await ownCalls.byId(session, callId)
    if (!found.ok) return found
    const { person, call } = found.value
    await keeping.hold(session.id, person)
    const end = endWith(session.id, client)
    const event = { type: 'resume', by: person.id, end, at: clock.now() } as const
    const applied = await changes.apply(call, event, session.id)
    await checkPresent(session)
    return answerTo(await orUnchanged(call, applied))
  }

  async function end(
    session: Session,
    { hasFailed, to, callId }: ParsedInput<'call:end'>,
  ): Promise<Outcome<ReplyValue<'call:end'>, 'unauthorized' | 'conflict'>> {
    const found = await ownCalls.withSomebody(session, { to, callId })
    if (!found.ok) {
      return found.error.code === 'not-found'
        ? succeed({ call: null })
        : fail({ ...found.error, code: 'unauthorized' })
    }
    const { person, call } = found.value
    const at = clock.now()
    const isHere = personOfDevice(call, session.id) !== null
    const event: CallEvent =
      hasFailed && isHere && call.phase !== 'ringing'
        ? { type: 'media-lost', device: session.id, at }
        : { type: 'hang-up', by: person.id, at }
    const applied = await changes.apply(call, event, session.id)
    return !applied.ok && applied.error === 'over' ? succeed({ call: null }) : answerTo(applied)
  }

  async function remove(personId: PersonId): Promise<void> {
    for (const call of await allOf(personId)) {
      await changes.apply(call, { type: 'person-removed', by: personId, at: clock.now() })
    }
  }

  /** Also those that lead into a group call, which occupy nobody. */
  async function allOf(personId: PersonId): Promise<readonly LiveCall[]> {
    return (await store.live()).filter((call) => isOfCall(call, personId))
  }

  instances.listen((heard) => {
    if (heard.kind !== 'end-sessions') return
    remove(heard.personId).catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'could not end the call of somebody who was thrown out')
    })
  })

  return {
    async request(
      session: Session,
      input: ParsedInput<'call:request'>,
    ): Promise<
      Outcome<ReplyValue<'call:request'>, Refusals | 'forbidden' | 'unavailable' | 'rate-limited'>
    > {
      const requested = await request(session, input)
      await checkPresent(session)
      return requested.ok ? succeed({ call: toCallWire(requested.value) }) : requested
    },

    async invite(
      session: Session,
      input: ParsedInput<'call:invite'>,
    ): Promise<
      Outcome<
        ReplyValue<'call:invite'>,
        Refusals | 'forbidden' | 'room-full' | 'unavailable' | 'rate-limited'
      >
    > {
      if (!deps.hasVoice()) return refuse('unavailable', NO_VOICE)
      const invited = await invite(session, input)
      await checkPresent(session)
      return invited.ok ? succeed({ call: toCallWire(invited.value) }) : invited
    },

    accept,
    resume,
    end,
    /** The person has left the group call, and is not only away from it. */
    leftGroup: groups.left,

    reject: (session: Session, target: CallTarget): Promise<Answer> =>
      act(session, target, ({ id }) => ({ type: 'decline', by: id, at: clock.now() })),

    giveUp: (session: Session, target: CallTarget): Promise<Answer> =>
      act(session, target, ({ id }) => ({ type: 'give-up', by: id, at: clock.now() })),

    /** Both ends say it, and the first one counts. */
    async connected(session: Session, target: CallTarget): Promise<Answer> {
      const found = await ownCalls.withSomebody(session, target)
      if (!found.ok) return found
      const { call } = found.value
      const event = { type: 'media-up', device: session.id, at: clock.now() } as const
      const applied = await changes.apply(call, event, session.id)
      return answerTo(await orUnchanged(call, applied))
    },

    signals,
    ways: ways.find,
    /** From now on calls can go through this server. */
    relayThrough: ways.attach,

    async list(
      session: Session,
      { filter, before, limit }: ParsedInput<'calls:list'>,
    ): Promise<Outcome<ReplyValue<'calls:list'>, 'unauthorized'>> {
      const person = await access.identified(session)
      if (!person.ok) return person
      const { id } = person.value
      const found = await store.list(id, { filter, before: before ?? null, limit: limit + 1 })
      const calls = found.slice(0, limit).map((call) => toCallRecordWire(call, id))
      return succeed({ calls, more: found.length > limit })
    },

    /**
     * A session of the person has come in.
     * @param isNew it has not been told before what rings
     * @returns the call that the person has
     */
    async arrived(session: Session, person: Person, isNew: boolean): Promise<CallWire | null> {
      const call = await store.liveOf(person.id)
      if (!call) return null
      const rings = call.phase === 'ringing' && call.callee.id === person.id
      if (isNew && rings) news.rings(call, session.id)
      return toCallWire(call)
    },

    /** The two are not to talk with each other any more. */
    async endBetween(one: PersonId, other: PersonId): Promise<void> {
      for (const call of await allOf(one)) {
        if (!isOfCall(call, other)) continue
        await changes.apply(call, { type: 'hang-up', by: one, at: clock.now() })
      }
    },

    /** The connection has ended. */
    async disconnect(session: Session): Promise<void> {
      try {
        await keeping.drop(session.id)
      } catch (error) {
        // Nobody holds the device any more, which is found out once the store can be asked.
        if (!(error instanceof Unavailable)) throw error
      }
    },

    start: keeping.start,
    close: keeping.close,
  }
}
