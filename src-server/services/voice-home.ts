import { GROUP_SEATS_MAX, isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { PictureLane } from '#shared/domain/call-pictures.ts'
import type { VoiceEndReason, VoiceStayId } from '#shared/domain/voice.ts'
import { VOICE_SEATS_MAX } from '#shared/protocol/limits.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { InstanceNews, Instances } from '../ports/instances.ts'
import type { Log } from '../ports/log.ts'
import type { VoiceEngine } from '../ports/voice-engine.ts'
import type { VoiceHomes } from '../ports/voice-homes.ts'
import type { VoiceAnswer, VoiceLink, VoiceQuestion } from '../ports/voice-link.ts'
import type { VoiceRelay } from '../ports/relay.ts'
import type { Rules } from './rules.ts'
import type { VoiceEntry } from './voice-entry.ts'
import { createSeats, isSilenced, type Seat } from './voice-seats.ts'

/** The instance of a session that has not been heard of for this long has died. */
const SILENT_FOR_MS = 10_000

type Ask<Kind extends VoiceQuestion['kind']> = Extract<VoiceQuestion, { kind: Kind }>

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
  const { homes, link, instances, broadcaster, entry, rules, clock, log } = deps
  const seats = createSeats()
  let engine: VoiceEngine | null = null
  let relay: VoiceRelay | null = null

  /** Changes that nobody asked for have nobody to tell of a failure. */
  function inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'could not keep the voice of a room as it should be')
    })
  }

  function tellPeople(roomId: RoomId): void {
    const told = { roomId, people: seats.peopleIn(roomId) }
    if (!isGroupCall(roomId)) return broadcaster.toRoom(roomId, 'voice:people', told)
    // Nobody but those who are in it knows of a group call.
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

  function tellEngine(seat: Seat): void {
    const { stay, isMuted, isDeafened, isRecording } = seat
    engine?.silence(stay, isMuted || isDeafened || isSilenced(seat))
    // A recording has everybody in it, whatever the one who makes it wants to hear meanwhile.
    engine?.deafen(stay, isDeafened && !isRecording)
  }

  /** Everything that has to be so before the person is seen. @returns the offer, or what is against it */
  async function prepare(seat: Seat, sfu: VoiceEngine): Promise<string | VoiceAnswer> {
    const { stay, roomId, person } = seat
    const { home, number } = await homes.claim(roomId)
    if (home !== homes.self) return { kind: 'moved' }
    seat.number = number
    const others = seats.inRoom(roomId).filter((other) => other.person.id !== person.id)
    if (others.length >= (isGroupCall(roomId) ? GROUP_SEATS_MAX : VOICE_SEATS_MAX))
      return { kind: 'full' }
    if (!seats.has(seat)) return { kind: 'superseded' }
    const opened = await sfu.open({
      stay,
      roomId,
      personId: person.id,
      hasPictures: isGroupCall(roomId),
    })
    if (!opened.ok) return { kind: 'unavailable' }
    // Since it was asked for, the room may have been closed, or the person taken out of it.
    if ((await entry.refusalOf(person, roomId)) !== null) return { kind: 'refused' }
    while (!(await checkHeard(seat)));
    return opened.value
  }

  /**
   * Looks again whether the person may be heard; whoever is seen already is shown so.
   * @returns false when a newer look has begun meanwhile, which is the one that counts
   */
  async function checkHeard(seat: Seat): Promise<boolean> {
    seat.looks += 1
    const look = seat.looks
    const isKeptSilent = !(await entry.mayBeHeard(seat.person, seat.roomId))
    if (seat.looks !== look) return false
    if (seat.isKeptSilent === isKeptSilent || !seats.has(seat)) return true
    seat.isKeptSilent = isKeptSilent
    tellEngine(seat)
    if (seat.joinedAt !== null) await changed(seat.roomId)
    return true
  }

  /** All of them, even if it fails for one. */
  function checkAllHeard(found: readonly Seat[]): void {
    for (const seat of found) inBackground(checkHeard(seat))
  }

  async function sit(seat: Seat, sfu: VoiceEngine): Promise<VoiceAnswer> {
    const { roomId, person } = seat
    const offer = await prepare(seat, sfu)
    if (typeof offer !== 'string') return offer
    if (!seats.has(seat) || seat.rival > seat.number) return { kind: 'superseded' }
    seat.joinedAt = clock.now()
    seat.heardAt = clock.monotonic()
    tellEngine(seat)
    instances.tell({ kind: 'voice-taken', personId: person.id, number: seat.number })
    await changed(roomId)
    // News of the room that came between the look and the seat has passed the person by.
    if ((await entry.refusalOf(person, roomId)) !== null) return { kind: 'refused' }
    if (!seats.has(seat)) return { kind: 'superseded' }
    const way = relay?.admit(seat.stay, { offer, hasPictures: isGroupCall(roomId) }) ?? null
    return { kind: 'seated', offer, people: seats.peopleIn(roomId), relay: way }
  }

  async function join(
    { stay, roomId, person, isMuted, isDeafened }: Ask<'join'>,
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

  async function moderate({ roomId, personId, action }: Ask<'moderate'>): Promise<VoiceAnswer> {
    const found = seats
      .of(personId)
      .filter((seat) => seat.roomId === roomId && seat.joinedAt !== null)
    if (found.length === 0) return { kind: 'nobody' }
    // A mute and the rules of the room are not undone here, and nobody should think that they were.
    const isKept = found.every((seat) => seat.isKeptSilent && !seat.isSilencedByModerator)
    if (action === 'unsilence' && isKept) return { kind: 'forbidden' }
    for (const seat of found) {
      if (action === 'remove') {
        await end(seat, 'removed')
        continue
      }
      seat.isSilencedByModerator = action === 'silence'
      tellEngine(seat)
      await changed(roomId)
    }
    return { kind: 'done' }
  }

  /** @returns whether there was a lane for it */
  async function show(seat: Seat, lane: PictureLane, isOn: boolean): Promise<boolean> {
    if (!isGroupCall(seat.roomId)) return true
    if (!((await engine?.show(seat.stay, lane, isOn)) ?? false)) return false
    if (lane === 'camera') seat.isCameraOn = isOn
    else seat.isSharing = isOn
    return true
  }

  /** All of it, or nothing. @returns whether there was a lane for each */
  async function showAll(
    seat: Seat,
    { isCameraOn, isSharing }: Pick<Ask<'state'>, 'isCameraOn' | 'isSharing'>,
  ): Promise<boolean> {
    const before = seat.isCameraOn
    if (isCameraOn === true && !(await show(seat, 'camera', true))) return false
    if (isSharing !== undefined && !(await show(seat, 'screen', isSharing))) {
      if (isCameraOn === true && !before) await show(seat, 'camera', false)
      return false
    }
    // Last, because it never fails, and a lane that was given back might be gone.
    return isCameraOn !== false || show(seat, 'camera', false)
  }

  async function setState({ stay, ...state }: Ask<'state'>): Promise<VoiceAnswer> {
    const { isMuted, isDeafened } = state
    const seat = seats.find(stay)
    if (!seat) return { kind: 'nobody' }
    if (!(await showAll(seat, state))) return { kind: seats.has(seat) ? 'full' : 'nobody' }
    seat.isMuted = isMuted ?? seat.isMuted
    seat.isDeafened = isDeafened ?? seat.isDeafened
    tellEngine(seat)
    await changed(seat.roomId)
    return { kind: 'done' }
  }

  async function record({ stay, isOn }: Ask<'record'>): Promise<VoiceAnswer> {
    const seat = seats.find(stay)
    if (!seat || seat.joinedAt === null) return { kind: 'nobody' }
    if (isOn && !(await rules.has(seat.person, 'voice:record'))) return { kind: 'forbidden' }
    if (!seats.has(seat)) return { kind: 'nobody' }
    await setRecording(seat, isOn)
    // News of the role that came between the look and the change has passed the seat by.
    if (isOn) await checkRecording(seat.person.id)
    return { kind: seat.isRecording === isOn ? 'done' : 'forbidden' }
  }

  async function setRecording(seat: Seat, isOn: boolean): Promise<void> {
    if (seat.isRecording === isOn) return
    seat.isRecording = isOn
    tellEngine(seat)
    await changed(seat.roomId)
  }

  /** Ends what somebody records whose role does not allow it any more. */
  async function checkRecording(personId: PersonId): Promise<void> {
    for (const seat of seats.of(personId)) {
      if (!seat.isRecording || (await rules.has(seat.person, 'voice:record'))) continue
      if (seats.has(seat)) await setRecording(seat, false)
    }
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

  async function takeAnswer({ stay, sdp }: Ask<'answer'>): Promise<VoiceAnswer> {
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
        return inBackground(checkRecording(news.personId))
      case 'settings':
        return
    }
  })
  instances.missed(() => {
    // A store that was away may have forgotten that the rooms are held.
    for (const roomId of seats.rooms()) inBackground(hold(roomId))
    for (const roomId of seats.rooms()) inBackground(checkRoom(roomId))
    for (const { person } of seats.all()) inBackground(checkRecording(person.id))
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
      question: Exclude<VoiceQuestion, Ask<'ended'>>,
      from: string,
    ): Promise<VoiceAnswer> {
      switch (question.kind) {
        case 'join':
          return join(question, from)
        case 'answer':
          return takeAnswer(question)
        case 'state':
          return setState(question)
        case 'record':
          return record(question)
        case 'leave':
          return leave(question.stay)
        case 'moderate':
          return moderate(question)
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
