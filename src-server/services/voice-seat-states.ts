import type { PictureLane } from '#shared/domain/call-pictures.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceEndReason } from '#shared/domain/voice.ts'
import type { VoiceEngine } from '../ports/voice-engine.ts'
import type { VoiceAnswer, VoiceQuestionOf } from '../ports/voice-link.ts'
import type { Rules } from './rules.ts'
import type { VoiceEntry } from './voice-entry.ts'
import { voicePlaceOf } from './voice-places.ts'
import { isSilenced, type createSeats, type Seat } from './voice-seats.ts'

/**
 * What those in voice do, and what is done about them: who is heard and seen, and who records. The engine
 * is told of it first, and then everybody.
 */
export function createSeatStates(deps: {
  readonly seats: ReturnType<typeof createSeats>
  /** Null while there is no sound. */
  readonly engine: () => VoiceEngine | null
  readonly entry: Pick<VoiceEntry, 'mayBeHeard'>
  readonly rules: Rules
  /** Somebody there is shown otherwise. */
  readonly changed: (roomId: RoomId) => Promise<void>
  readonly end: (seat: Seat, reason: VoiceEndReason | null) => Promise<void>
}) {
  const { seats, engine, entry, rules, changed, end } = deps

  function tellEngine(seat: Seat): void {
    const { stay, isMuted, isDeafened, isRecording } = seat
    engine()?.silence(stay, isMuted || isDeafened || isSilenced(seat))
    // A recording has everybody in it, whatever the one who makes it wants to hear meanwhile.
    engine()?.deafen(stay, isDeafened && !isRecording)
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

  async function moderate({
    roomId,
    personId,
    action,
  }: VoiceQuestionOf<'moderate'>): Promise<VoiceAnswer> {
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
    if (!voicePlaceOf(seat.roomId).hasPictures) return true
    if (!((await engine()?.show(seat.stay, lane, isOn)) ?? false)) return false
    if (lane === 'camera') seat.isCameraOn = isOn
    else seat.isSharing = isOn
    return true
  }

  /** All of it, or nothing. @returns whether there was a lane for each */
  async function showAll(
    seat: Seat,
    { isCameraOn, isSharing }: Pick<VoiceQuestionOf<'state'>, 'isCameraOn' | 'isSharing'>,
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

  async function setState({ stay, ...state }: VoiceQuestionOf<'state'>): Promise<VoiceAnswer> {
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

  async function record({ stay, isOn }: VoiceQuestionOf<'record'>): Promise<VoiceAnswer> {
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

  return { tellEngine, checkHeard, moderate, setState, record, checkRecording }
}
