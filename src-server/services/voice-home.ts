import type { RoomId } from '#shared/domain/ids.ts'
import type { VoiceEndReason, VoiceStayId } from '#shared/domain/voice.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { InstanceNews, Instances } from '../ports/instances.ts'
import type { Log } from '../ports/log.ts'
import type { VoiceEngine } from '../ports/voice-engine.ts'
import type { VoiceHomes } from '../ports/voice-homes.ts'
import type { VoiceAnswer, VoiceLink, VoiceQuestion, VoiceQuestionOf } from '../ports/voice-link.ts'
import type { VoiceRelay } from '../ports/relay.ts'
import type { Rules } from './rules.ts'
import type { VoiceEntry } from './voice-entry.ts'
import { voicePlaceOf } from './voice-places.ts'
import { createSeatStates } from './voice-seat-states.ts'
import { createSeats, type Seat } from './voice-seats.ts'

/** The instance of a session that has not been heard of for this long has died. */
const SILENT_FOR_MS = 10_000

/**
 * The voice of those rooms that live on this instance: who sits there, and what the engine is told of
 * it. Sessions may be on any instance; what they want arrives as questions.
 */
export function createVoiceHome(deps: {
  readonly homes: VoiceHomes
  readonly link: VoiceLink
  readonly instances: Instances
  readonly broadcaster: Broadcaster
  readonly entry: Pick<VoiceEntry, 'refusalOf' | 'mayBeHeard'>
  readonly rules: Rules
  readonly clock: Clock
  readonly log: Log
}) {
  const { homes, link, instances, broadcaster, entry, clock, log } = deps
  const seats = createSeats()
  let engine: VoiceEngine | null = null
  let relay: VoiceRelay | null = null
  const states = createSeatStates({ ...deps, seats, engine: () => engine, changed, end })

  /** Changes that nobody asked for have nobody to tell of a failure. */
  function inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'could not keep the voice of a room as it should be')
    })
  }

  function tellPeople(roomId: RoomId): void {
    const told = { roomId, people: seats.peopleIn(roomId) }
    if (!voicePlaceOf(roomId).isSecret) return broadcaster.toRoom(roomId, 'voice:people', told)
    for (const { id } of told.people) broadcaster.toPerson(id, 'voice:people', told)
  }

  function tellEnded({ stay, from }: Seat, reason: VoiceEndReason): void {
    // Who does not hear it learns it by asking whether the stay is still there.
    link.ask(from, { kind: 'ended', stay, reason }).catch(() => undefined)
  }

  /** @returns false when the stay was over already */
  function take(seat: Seat, reason: VoiceEndReason | null): boolean {
    if (!seats.remove(seat)) return false
    engine?.close(seat.stay)
    relay?.dismiss(seat.stay)
    if (reason !== null) tellEnded(seat, reason)
    return true
  }

  /** Another instance took the room: who is in it is for that one to say from now on. */
  function giveUp(roomId: RoomId): void {
    for (const seat of seats.inRoom(roomId)) take(seat, 'lost')
  }

  /** Holds the room as long as somebody sits in it. */
  async function hold(roomId: RoomId): Promise<void> {
    if (seats.inRoom(roomId).length === 0) return homes.release(roomId)
    const kept = await homes.keep(roomId, seats.peopleIn(roomId))
    if (kept === 'lost') giveUp(roomId)
    if (kept === 'retaken') tellPeople(roomId)
  }

  async function changed(roomId: RoomId): Promise<void> {
    tellPeople(roomId)
    await hold(roomId)
  }

  /** Ends a stay, and shows it where the person was seen. */
  async function end(seat: Seat, reason: VoiceEndReason | null): Promise<void> {
    if (!take(seat, reason)) return
    await (seat.joinedAt === null ? hold(seat.roomId) : changed(seat.roomId))
  }

  /** Everything that has to be so before the person is seen. @returns the offer, or what is against it */
  async function prepare(seat: Seat, sfu: VoiceEngine): Promise<string | VoiceAnswer> {
    const { stay, roomId, person } = seat
    const { seatsMax, hasPictures } = voicePlaceOf(roomId)
    const { home, number } = await homes.claim(roomId)
    if (home !== homes.self) return { kind: 'moved' }
    seat.number = number
    const others = seats.inRoom(roomId).filter((other) => other.person.id !== person.id)
    if (others.length >= seatsMax) return { kind: 'full' }
    if (!seats.has(seat)) return { kind: 'superseded' }
    const opened = await sfu.open({ stay, roomId, personId: person.id, hasPictures })
    if (!opened.ok) return { kind: 'unavailable' }
    // Since it was asked for, the room may have been closed, or the person taken out of it.
    if ((await entry.refusalOf(person, roomId)) !== null) return { kind: 'refused' }
    while (!(await states.checkHeard(seat)));
    return opened.value
  }

  /** All of them, even if it fails for one. */
  function checkAllHeard(found: readonly Seat[]): void {
    for (const seat of found) inBackground(states.checkHeard(seat))
  }

  async function sit(seat: Seat, sfu: VoiceEngine): Promise<VoiceAnswer> {
    const { roomId, person } = seat
    const { hasPictures } = voicePlaceOf(roomId)
    const offer = await prepare(seat, sfu)
    if (typeof offer !== 'string') return offer
    if (!seats.has(seat) || seat.rival > seat.number) return { kind: 'superseded' }
    seat.joinedAt = clock.now()
    seat.heardAt = clock.monotonic()
    states.tellEngine(seat)
    instances.tell({ kind: 'voice-taken', personId: person.id, number: seat.number })
    await changed(roomId)
    // News of the room that came between the look and the seat has passed the person by.
    if ((await entry.refusalOf(person, roomId)) !== null) return { kind: 'refused' }
    if (!seats.has(seat)) return { kind: 'superseded' }
    const way = relay?.admit(seat.stay, { offer, hasPictures }) ?? null
    return { kind: 'seated', offer, people: seats.peopleIn(roomId), relay: way }
  }

  async function join(
    { stay, roomId, person, isMuted, isDeafened }: VoiceQuestionOf<'join'>,
    from: string,
  ): Promise<VoiceAnswer> {
    if (!engine) return { kind: 'unavailable' }
    const silence = { isSilencedByModerator: false, isKeptSilent: true, looks: 0 }
    const seen = { isCameraOn: false, isSharing: false }
    const state = { isMuted, isDeafened, ...silence, isRecording: false, ...seen }
    const counts = { number: 0, rival: 0, joinedAt: null, heardAt: clock.monotonic() }
    const seat: Seat = { stay, roomId, person, from, ...state, ...counts }
    // At once: who leaves or joins elsewhere in the meantime finds it.
    seats.add(seat)
    try {
      const answer = await sit(seat, engine)
      if (answer.kind !== 'seated') await abandon(seat)
      return answer
    } catch (error) {
      await abandon(seat).catch(() => undefined)
      throw error
    }
  }

  /** What became of nothing, even if it was over before the engine had opened it. */
  async function abandon(seat: Seat): Promise<void> {
    engine?.close(seat.stay)
    await end(seat, null)
  }

  async function leave(stay: VoiceStayId): Promise<VoiceAnswer> {
    const seat = seats.find(stay)
    if (seat) await end(seat, null)
    return { kind: 'done' }
  }

  /**
   * Whoever answers has the list that came with the offer. News that were on their way at the same time may
   * have come before that list and be newer, so it is told once more.
   */
  function tellAgain({ roomId, person }: Seat): void {
    const told = { roomId, people: seats.peopleIn(roomId) }
    broadcaster.toPerson(person.id, 'voice:people', told)
  }

  async function takeAnswer({ stay, sdp }: VoiceQuestionOf<'answer'>): Promise<VoiceAnswer> {
    const seat = seats.find(stay)
    if (!engine || !seat) return { kind: 'nobody' }
    if (await engine.answer(stay, sdp)) {
      if (seats.has(seat)) tellAgain(seat)
      return { kind: 'done' }
    }
    return { kind: seats.find(stay) ? 'misfit' : 'nobody' }
  }

  function noteStill(stays: readonly VoiceStayId[]): VoiceAnswer {
    for (const stay of stays) {
      const seat = seats.find(stay)
      if (seat) seat.heardAt = clock.monotonic()
    }
    return { kind: 'over', stays: stays.filter((stay) => seats.find(stay) === null) }
  }

  /** Who may not be there any more. */
  async function checkRoom(roomId: RoomId): Promise<void> {
    for (const seat of seats.inRoom(roomId)) {
      // One that is being prepared looks itself before anybody sees it.
      if (seat.joinedAt === null) continue
      const reason = await entry.refusalOf(seat.person, roomId)
      if (reason !== null) await end(seat, reason)
    }
  }

  function handleTaken({ personId, number }: Extract<InstanceNews, { kind: 'voice-taken' }>): void {
    for (const seat of seats.of(personId)) {
      if (seat.number === 0) seat.rival = Math.max(seat.rival, number)
      else if (seat.number < number) inBackground(end(seat, 'elsewhere'))
    }
  }

  instances.listen((news) => {
    switch (news.kind) {
      case 'room':
      case 'room-closed':
        checkAllHeard(seats.inRoom(news.roomId))
        return inBackground(checkRoom(news.roomId))
      case 'end-sessions':
        for (const seat of seats.of(news.personId)) inBackground(end(seat, 'removed'))
        return
      case 'voice-taken':
        return handleTaken(news)
      case 'person':
        checkAllHeard(seats.of(news.personId))
        return inBackground(states.checkRecording(news.personId))
      case 'settings':
        return
    }
  })
  instances.missed(() => {
    // A store that was away may have forgotten that the rooms are held.
    for (const roomId of seats.rooms()) inBackground(hold(roomId))
    for (const roomId of seats.rooms()) inBackground(checkRoom(roomId))
    for (const { person } of seats.all()) inBackground(states.checkRecording(person.id))
    checkAllHeard(seats.all())
  })

  async function beat(): Promise<void> {
    // A mute runs out without news.
    checkAllHeard(
      seats.all().filter(({ isKeptSilent, joinedAt }) => isKeptSilent && joinedAt !== null),
    )
    try {
      for (const roomId of seats.rooms()) await hold(roomId)
      for (const roomId of await homes.sweep()) tellPeople(roomId)
    } catch (error) {
      // Nobody can be heard of without the store, so nobody is taken for dead.
      for (const seat of seats.all()) seat.heardAt = clock.monotonic()
      throw error
    }
    const now = clock.monotonic()
    for (const seat of seats.all()) {
      const isSilent = seat.from !== homes.self && now - seat.heardAt > SILENT_FOR_MS
      if (isSilent && seat.joinedAt !== null) await end(seat, 'lost')
    }
  }

  return {
    /** From now on there is sound; null is no way to it but UDP. */
    attach(opened: VoiceEngine, way: VoiceRelay | null = null): void {
      engine = opened
      relay = way
      opened.onLost(({ stay }) => {
        const seat = seats.find(stay)
        if (seat) inBackground(end(seat, 'lost'))
      })
    },

    /** Whether there is sound. */
    isOn: (): boolean => engine !== null,

    /** To be called every two seconds: says that the rooms are still held, and clears up after those that died. */
    beat,

    async answer(
      question: Exclude<VoiceQuestion, VoiceQuestionOf<'ended'>>,
      from: string,
    ): Promise<VoiceAnswer> {
      switch (question.kind) {
        case 'join':
          return join(question, from)
        case 'answer':
          return takeAnswer(question)
        case 'state':
          return states.setState(question)
        case 'record':
          return states.record(question)
        case 'leave':
          return leave(question.stay)
        case 'moderate':
          return states.moderate(question)
        case 'still':
          return noteStill(question.stays)
      }
    },

    /** Lets go of everything; those whose sessions are elsewhere may join there again. */
    async close(): Promise<void> {
      const roomIds = seats.rooms()
      for (const seat of seats.all()) take(seat, seat.from === homes.self ? null : 'lost')
      for (const roomId of roomIds) await changed(roomId)
      await engine?.end()
      engine = null
    },
  }
}
