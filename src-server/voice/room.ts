import type { PersonId } from '#shared/domain/ids.ts'
import { VOICE_LANES, type VoiceStayId } from '#shared/domain/voice.ts'
import { createAllowance, type Allowance } from './allowance.ts'
import { chooseLane } from './choose-lane.ts'
import { createLaneCursor, miss, nextNumber, type LaneCursor } from './lane-cursor.ts'
import { createLaneStream } from './lane-stream.ts'
import { tell, words, type Newcomer } from './line.ts'
import { laneOfSsrc, laneSsrc } from './mids.ts'
import type { Rtcp } from './rtcp.ts'
import { numberRtp, readRtp, writeRtp } from './rtp.ts'
import { createSoundUplink, type SoundUplink } from './sound-uplink.ts'
import { createSpeech, type Speech } from './speech.ts'

/** The people in the voice of one room, and the lanes on which they are heard. Times are milliseconds. */
export interface VoiceRoom {
  readonly isEmpty: boolean
  enter(newcomer: Newcomer): void
  leave(stay: VoiceStayId): void
  silence(stay: VoiceStayId, isSilent: boolean): void
  deafen(stay: VoiceStayId, isDeaf: boolean): void
  /** They send on this synchronisation source. */
  know(stay: VoiceStayId, ssrc: number): void
  /** What somebody sent, whatever it is. */
  hear(stay: VoiceStayId, bytes: Buffer, now: number): void
  /** What somebody reports of what they send or hear, together. */
  heed(stay: VoiceStayId, said: readonly Rtcp[], now: number): void
  /** Their line is open: they are told how things stand. */
  greet(stay: VoiceStayId): void
  /**
   * Tells who speaks, to those who can take it, and everybody how they are heard. Called every so often;
   * what changes in between is one.
   */
  look(now: number): void
  /** Tells one of them again who speaks, for the sake of an answer. */
  repeat(stay: VoiceStayId): void
}

interface Seat extends Newcomer {
  readonly speech: Speech
  readonly uplink: SoundUplink
  readonly packets: Allowance
  readonly cursors: readonly LaneCursor[]
  /** On which they send; null until it is known. */
  ssrc: number | null
  /** When a report of theirs was last answered. */
  answeredAt: number
  isSilent: boolean
  isDeaf: boolean
  owesLanes: boolean
  owesSpeaking: boolean
}

/** How often speakers are told how they are heard. */
const REPORT_EVERY_MS = 1_000

/** Browsers report every few seconds; whoever does it more often is not answered each time. */
const ANSWER_EVERY_MS = 50

export function createVoiceRoom(): VoiceRoom {
  const seats = new Map<VoiceStayId, Seat>()
  /** The same, in a row: they are gone through for every packet. */
  let listeners: readonly Seat[] = []
  const holders: (Seat | null)[] = Array.from({ length: VOICE_LANES }, () => null)
  const streams = Array.from({ length: VOICE_LANES }, () => createLaneStream())
  let speaking: readonly PersonId[] = []
  /** Whether somebody is to be told something; most of the time nobody is. */
  let owes = false
  let reportedAt = -Infinity

  function hold(lane: number, seat: Seat | null): void {
    holders[lane] = seat
    seat?.uplink.forgetListeners()
    streams[lane]?.interrupt()
    for (const each of seats.values()) each.owesLanes = true
    owes = true
  }

  function tellLanes(): void {
    const text = words({ lanes: holders.map((seat) => seat?.personId ?? null) })
    for (const seat of seats.values()) {
      if (seat.owesLanes && tell(seat.line, text)) seat.owesLanes = false
    }
  }

  function tellSpeaking(): void {
    const text = words({ speaking: [...speaking] })
    for (const seat of seats.values()) {
      if (seat.owesSpeaking && tell(seat.line, text)) seat.owesSpeaking = false
    }
  }

  /** Lanes come first, so nobody is told of a speaker whom they cannot place. */
  function tellWhatIsOwed(): void {
    if (!owes) return
    tellLanes()
    tellSpeaking()
    owes = [...seats.values()].some((seat) => seat.owesLanes || seat.owesSpeaking)
  }

  function laneFor(seat: Seat, now: number): number | null {
    const held = holders.indexOf(seat)
    if (held >= 0) return held
    if (!seat.speech.isSpeaking(now)) return null
    const lane = chooseLane(holders.map((holder) => holder && useOf(holder, now)))
    if (lane === null) return null
    hold(lane, seat)
    tellWhatIsOwed()
    return lane
  }

  function hear(stay: VoiceStayId, bytes: Buffer, now: number): void {
    const seat = seats.get(stay)
    if (!seat) return
    const packet = readRtp(bytes)
    if (packet === null || !seat.packets.take(now)) return
    seat.uplink.note(packet, now)
    if (seat.isSilent) return
    seat.speech.hear({ level: packet.level, length: packet.payload.length }, now)
    const lane = laneFor(seat, now)
    const place = lane === null ? null : streams[lane]?.place(packet, now)
    if (lane === null || !place) return
    const written = writeRtp({
      ssrc: laneSsrc(lane),
      marker: packet.marker || place.isFirst,
      timestamp: place.timestamp,
      level: packet.level,
      payload: packet.payload,
    })
    passOn(seat, lane, place.sequence, written)
  }

  /** One packet for all: the library copies it, so its number can be changed for the next listener. */
  function passOn(from: Seat, lane: number, sequence: number, packet: Buffer): void {
    for (const seat of listeners) {
      const cursor = seat.cursors[lane]
      if (!cursor) continue
      if (seat === from || seat.isDeaf || !seat.line.isOpen) {
        miss(cursor)
        continue
      }
      const number = nextNumber(cursor, sequence)
      if (number === null) continue
      numberRtp(packet, number)
      seat.line.send(packet)
    }
  }

  function heed(stay: VoiceStayId, said: readonly Rtcp[], now: number): void {
    const seat = seats.get(stay)
    if (!seat) return
    let hasReported = false
    for (const one of said) {
      if (one.type === 'sent' && one.ssrc === seat.ssrc) {
        seat.uplink.noteReport(one.time, now)
        hasReported = true
      }
      if (one.type === 'received' && !seat.isDeaf) heedLoss(seat, one, now)
    }
    if (!hasReported || now - seat.answeredAt < ANSWER_EVERY_MS) return
    seat.answeredAt = now
    report(seat, now, true)
  }

  /** Who holds a lane does not hear it: what they say of it is of whoever held it before. */
  function heedLoss(from: Seat, { ssrc, lost }: { ssrc: number; lost: number }, now: number): void {
    const holder = holders[laneOfSsrc(ssrc)]
    if (holder && holder !== from) holder.uplink.noteLoss(from.stay, lost, now)
  }

  function forgetLossesOf(stay: VoiceStayId): void {
    for (const seat of seats.values()) seat.uplink.forgetListener(stay)
  }

  function report(seat: Seat, now: number, isAsked = false): void {
    if (seat.ssrc === null || !seat.line.isOpen) return
    const rtcp = seat.uplink.report(seat.ssrc, now, isAsked)
    if (rtcp) seat.line.send(rtcp)
  }

  function tellWhoSpeaks(now: number): void {
    const current = whoSpeaks(now)
    if (isSame(current, speaking)) return
    speaking = current
    for (const seat of seats.values()) seat.owesSpeaking = true
    owes = true
  }

  function whoSpeaks(now: number): PersonId[] {
    return holders.flatMap((seat) => (seat?.speech.isSpeaking(now) ? [seat.personId] : []))
  }

  return {
    get isEmpty() {
      return seats.size === 0
    },
    enter({ stay, personId, line }) {
      const seat: Seat = {
        stay,
        personId,
        line,
        speech: createSpeech(),
        uplink: createSoundUplink(),
        packets: createAllowance(),
        cursors: Array.from({ length: VOICE_LANES }, createLaneCursor),
        ssrc: null,
        answeredAt: -Infinity,
        isSilent: false,
        isDeaf: false,
        owesLanes: false,
        owesSpeaking: false,
      }
      seats.set(stay, seat)
      listeners = [...seats.values()]
      // While there is one for everybody, nothing ever changes hands.
      const free = holders.indexOf(null)
      if (free >= 0) hold(free, seat)
      tellWhatIsOwed()
    },
    leave(stay) {
      const seat = seats.get(stay)
      if (!seat) return
      seats.delete(stay)
      listeners = [...seats.values()]
      forgetLossesOf(stay)
      const lane = holders.indexOf(seat)
      if (lane < 0) return
      hold(lane, null)
      tellWhatIsOwed()
    },
    silence(stay, isSilent) {
      const seat = seats.get(stay)
      if (!seat || seat.isSilent === isSilent) return
      seat.isSilent = isSilent
      seat.speech.forget()
      const lane = holders.indexOf(seat)
      // Listeners are to take it for a pause, not for loss.
      if (lane >= 0) streams[lane]?.interrupt()
    },
    deafen(stay, isDeaf) {
      const seat = seats.get(stay)
      if (!seat) return
      seat.isDeaf = isDeaf
      if (isDeaf) forgetLossesOf(stay)
    },
    know(stay, ssrc) {
      const seat = seats.get(stay)
      if (seat) seat.ssrc = ssrc
    },
    hear,
    heed,
    greet(stay) {
      const seat = seats.get(stay)
      if (!seat) return
      seat.owesLanes = true
      seat.owesSpeaking = true
      owes = true
      tellWhatIsOwed()
    },
    look(now) {
      tellWhoSpeaks(now)
      tellWhatIsOwed()
      if (now - reportedAt < REPORT_EVERY_MS) return
      reportedAt = now
      for (const seat of seats.values()) report(seat, now)
    },
    repeat(stay) {
      const seat = seats.get(stay)
      if (!seat) return
      seat.owesSpeaking = true
      owes = true
    },
  }
}

function useOf(seat: Seat, now: number): { isSpeaking: boolean; spokeAt: number } {
  return { isSpeaking: seat.speech.isSpeaking(now), spokeAt: seat.speech.spokeAt }
}

const isSame = (one: readonly PersonId[], other: readonly PersonId[]): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index])
