import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { VoiceEndReason, VoiceStayId } from '#shared/domain/voice.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { VoiceHomes } from '../ports/voice-homes.ts'
import type { VoiceAnswer, VoiceLink, VoiceQuestion } from '../ports/voice-link.ts'
import { noSuchRoom, type Access } from './access.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import { createTurns } from './turns.ts'
import type { VoiceEntry } from './voice-entry.ts'
import { voicePlaceOf } from './voice-places.ts'

/** The room may move to another instance in the very moment in which somebody asks for it. */
const HOME_TRIES = 3

/** What a session of this instance has in the voice of a room that may live on another. */
interface Stay {
  readonly id: VoiceStayId
  readonly session: Session
  readonly roomId: RoomId
  home: string
  /** The session knows of it, and has to be told when it is over. */
  isKnown: boolean
  /** At the last beat its home did not answer, and nobody held the room. */
  isInDoubt: boolean
  /** Why it was over while the session did not have to be told. */
  untold: VoiceEndReason | null
}

/**
 * Voice as the sessions of this instance have it. A stay belongs to the session that joined; whatever
 * the session wants is asked of the instance on which the voice of the room lives.
 */
export function createVoiceStays(deps: {
  readonly homes: VoiceHomes
  readonly link: VoiceLink
  readonly access: Access
  readonly entry: Pick<VoiceEntry, 'mayJoin'>
  /** Somebody has left a group call by themselves. */
  readonly leftGroup: (personId: PersonId, groupId: RoomId) => Promise<void>
  readonly broadcaster: Broadcaster
  readonly newStayId: () => VoiceStayId
}) {
  const { homes, link, access, entry, broadcaster, newStayId } = deps
  const stays = new Map<VoiceStayId, Stay>()
  /** What a session has lost and may be on the way back to, or hang up instead. */
  const lost = new WeakMap<Session, Stay>()
  const inTurn = createTurns()
  const staysOf = (session: Session): readonly Stay[] =>
    [...stays.values()].filter((stay) => stay.session === session)

  /** @returns `unavailable` when there was no answer */
  async function ask(instance: string, question: VoiceQuestion): Promise<VoiceAnswer> {
    try {
      return await link.ask(instance, question)
    } catch (error) {
      if (error instanceof Unavailable) return { kind: 'unavailable' }
      throw error
    }
  }

  /** Asks for a seat where the voice of the room lives, or here where it lives nowhere yet. */
  async function seat(
    stay: Stay,
    question: Extract<VoiceQuestion, { kind: 'join' }>,
  ): Promise<VoiceAnswer> {
    for (let tries = 0; tries < HOME_TRIES; tries += 1) {
      stay.home = (await homes.find(stay.roomId)) ?? homes.self
      const answer = await ask(stay.home, question)
      if (answer.kind !== 'moved') return answer
    }
    return { kind: 'unavailable' }
  }

  /** Gives the seat up, whether or not there is one. */
  async function release({ id, home }: Stay): Promise<VoiceAnswer> {
    stays.delete(id)
    return ask(home, { kind: 'leave', stay: id })
  }

  async function join(
    session: Session,
    { roomId, isMuted = false, isDeafened = false }: ParsedInput<'voice:join'>,
  ): Promise<
    Outcome<
      ReplyValue<'voice:join'>,
      'unauthorized' | 'forbidden' | 'not-found' | 'room-full' | 'unavailable'
    >
  > {
    const person = await access.identified(session)
    if (!person.ok) return person
    const allowed = await entry.mayJoin(person.value, roomId)
    if (!allowed.ok) return allowed
    // Going from one stay to the next oneself is no news.
    const former = staysOf(session)
    for (const one of former) one.isKnown = false
    const id = newStayId()
    const stay: Stay = {
      ...{ id, session, roomId, home: homes.self },
      ...{ isKnown: false, isInDoubt: false, untold: null },
    }
    stays.set(id, stay)
    const question = { kind: 'join', stay: id, roomId, isMuted, isDeafened } as const
    const { id: personId, name } = person.value
    let answer: VoiceAnswer = { kind: 'unavailable' }
    try {
      answer = await seat(stay, { ...question, person: { id: personId, name } })
    } finally {
      if (answer.kind !== 'seated') {
        former.forEach(goOn)
        stays.delete(id)
        // Whether it was done is not known; a seat that nobody heard of must not stay behind.
        if (answer.kind === 'unavailable') release(stay).catch(() => undefined)
      }
    }
    if (answer.kind !== 'seated') return refusalFor(answer, roomId)
    for (const one of [...former, ...takeLost(session)]) {
      stays.delete(one.id)
      if (one.roomId !== roomId) await noteLeft(person.value, one)
    }
    if (!stays.has(id)) return refusalFor({ kind: 'superseded' }, roomId)
    stay.isKnown = true
    const { offer, people, relay } = answer
    return succeed({ stay: id, offer, people: [...people], relay })
  }

  /** Whoever leaves a group call has hung up; whoever is only away may come back. */
  async function noteLeft({ id }: Person, { roomId }: Stay): Promise<void> {
    try {
      if (isGroupCall(roomId)) await deps.leftGroup(id, roomId)
    } catch (error) {
      // The calls end all the same, once it is clear that the person does not come back.
      if (!(error instanceof Unavailable)) throw error
    }
  }

  const tellEnded = ({ id, session }: Stay, reason: VoiceEndReason): void =>
    broadcaster.toSession(session.id, 'voice:ended', { stay: id, reason })

  /** The session goes on with the stay that it had, unless that is over by now. */
  function goOn(stay: Stay): void {
    stay.isKnown = true
    if (stay.untold !== null) tellEnded(stay, stay.untold)
  }

  function ownStay(session: Session, id: VoiceStayId): Stay | null {
    const stay = stays.get(id)
    return stay?.session === session ? stay : null
  }

  /** What the session asks about its own stay; about any other it hears that there is none. */
  async function about(
    session: Session,
    question: Extract<VoiceQuestion, { kind: 'answer' | 'state' | 'record' }>,
  ): Promise<Outcome<VoiceAnswer, 'unauthorized'>> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const stay = ownStay(session, question.stay)
    return succeed(stay ? await ask(stay.home, question) : { kind: 'nobody' })
  }

  async function answer(
    session: Session,
    { stay, answer: sdp }: ParsedInput<'voice:answer'>,
  ): Promise<
    Outcome<ReplyValue<'voice:answer'>, 'unauthorized' | 'not-found' | 'conflict' | 'unavailable'>
  > {
    const asked = await about(session, { kind: 'answer', stay, sdp })
    if (!asked.ok) return asked
    return asked.value.kind === 'misfit'
      ? refuse('conflict', 'This is no answer to the offer of this stay')
      : doneOr(asked.value)
  }

  async function setState(
    session: Session,
    state: ParsedInput<'voice:state'>,
  ): Promise<
    Outcome<ReplyValue<'voice:state'>, 'unauthorized' | 'not-found' | 'conflict' | 'unavailable'>
  > {
    const asked = await about(session, { kind: 'state', ...state })
    if (!asked.ok) return asked
    return asked.value.kind === 'full'
      ? refuse('conflict', 'As many are seen already as there is room for')
      : doneOr(asked.value)
  }

  /** Whether the person may is for the instance to say on which everybody is told of it. */
  async function record(
    session: Session,
    { stay, on }: ParsedInput<'voice:record'>,
  ): Promise<
    Outcome<ReplyValue<'voice:record'>, 'unauthorized' | 'forbidden' | 'not-found' | 'unavailable'>
  > {
    const own = ownStay(session, stay)
    if (own && !voicePlaceOf(own.roomId).isRecordable) {
      return refuse('forbidden', 'Group calls are not recorded')
    }
    const asked = await about(session, { kind: 'record', stay, isOn: on })
    if (!asked.ok) return asked
    return asked.value.kind === 'forbidden'
      ? refuse('forbidden', 'Your role does not allow you to record a room')
      : doneOr(asked.value)
  }

  async function leave(
    session: Session,
    { stay: id, comesBack }: ParsedInput<'voice:leave'>,
  ): Promise<Outcome<ReplyValue<'voice:leave'>, 'unauthorized' | 'unavailable'>> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const stay = ownStay(session, id)
    if (!stay) {
      for (const one of takeLost(session)) await noteLeft(person.value, one)
      return succeed({})
    }
    const released = await release(stay)
    if (comesBack) lost.set(session, stay)
    else await noteLeft(person.value, stay)
    return released.kind === 'done' ? succeed({}) : unavailable()
  }

  /** None or one. */
  function takeLost(session: Session): readonly Stay[] {
    const stay = lost.get(session)
    lost.delete(session)
    return stay ? [stay] : []
  }

  function handleEnded({ stay: id, reason }: Extract<VoiceQuestion, { kind: 'ended' }>): void {
    const stay = stays.get(id)
    if (!stay) return
    stays.delete(id)
    if (reason === 'lost') lost.set(stay.session, stay)
    if (stay.isKnown) tellEnded(stay, reason)
    else stay.untold = reason
  }

  /**
   * The instance does not answer: if it does not hold the room any more, it has died. Unless nobody does:
   * a Redis that comes back may have lost it, and whoever lives and held it says so within a beat.
   */
  async function checkHome(home: string, roomId: RoomId): Promise<void> {
    const holder = await homes.find(roomId)
    for (const stay of stays.values()) {
      if (stay.home !== home || stay.roomId !== roomId || !stay.isKnown) continue
      const isLost = holder === null ? stay.isInDoubt : holder !== home
      stay.isInDoubt = holder === null
      if (isLost) handleEnded({ kind: 'ended', stay: stay.id, reason: 'lost' })
    }
  }

  async function checkWith(home: string): Promise<void> {
    const there = [...stays.values()].filter((stay) => stay.home === home && stay.isKnown)
    const answer = await ask(home, { kind: 'still', stays: there.map(({ id }) => id) })
    if (answer.kind !== 'over') {
      for (const roomId of new Set(there.map((stay) => stay.roomId))) await checkHome(home, roomId)
      return
    }
    for (const stay of there) stay.isInDoubt = false
    for (const stay of answer.stays) handleEnded({ kind: 'ended', stay, reason: 'lost' })
  }

  return {
    join: (session: Session, input: ParsedInput<'voice:join'>) =>
      inTurn(session.id, () => join(session, input)),

    answer,
    setState,
    /** One after the other: what was said last is what counts. */
    record: (session: Session, input: ParsedInput<'voice:record'>) =>
      inTurn(session.id, () => record(session, input)),
    leave: (session: Session, input: ParsedInput<'voice:leave'>) =>
      inTurn(session.id, () => leave(session, input)),

    /** After everything that the session has asked for. */
    disconnect: (session: Session): Promise<void> =>
      inTurn(session.id, async () => {
        await Promise.all(staysOf(session).map(release))
      }),

    handleEnded,

    /** To be called every two seconds: tells other instances which sessions are still here, and hears what is lost. */
    async beat(): Promise<void> {
      const known = [...stays.values()].filter(({ isKnown }) => isKnown)
      const others = new Set(known.map(({ home }) => home).filter((home) => home !== homes.self))
      await Promise.all([...others].map(checkWith))
    },
  }
}

const unavailable = () =>
  refuse('unavailable', 'Voice is not available at the moment. Try again later')

function doneOr(answer: VoiceAnswer) {
  if (answer.kind === 'done') return succeed({})
  return answer.kind === 'nobody' ? noSuchStay() : unavailable()
}

const noSuchStay = () => refuse('not-found', 'There is no such stay in voice, or it is over')

function refusalFor(answer: VoiceAnswer, roomId: RoomId) {
  switch (answer.kind) {
    case 'full':
      return refuse('room-full', 'There are as many people in voice as fit into a room')
    case 'refused':
      return noSuchRoom(roomId)
    case 'superseded':
      return refuse('unavailable', 'You joined again, or left, before this was done')
    default:
      return unavailable()
  }
}
