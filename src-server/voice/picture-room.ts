import type { PictureLane } from '#shared/domain/call-pictures.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { createAllowance, type Allowance } from './allowance.ts'
import { createKeyFrames, type KeyFrames } from './key-frames.ts'
import { createLaneCursor, miss, nextNumber, sequenceOf, type LaneCursor } from './lane-cursor.ts'
import { createListenerBandwidth, type ListenerBandwidth } from './listener-bandwidth.ts'
import { tell, words, type Newcomer } from './line.ts'
import { PICTURE_PLACES } from './mids.ts'
import { bitrateFor } from './picture-bitrate.ts'
import { readPicture, stampPicture } from './picture-rtp.ts'
import { createPictureStream, type PictureStream } from './picture-stream.ts'
import { createPictureUplink, type PictureUplink } from './picture-uplink.ts'
import { writePli, writeReceiverReport, writeRemb, type Rtcp } from './rtcp.ts'

/** The synchronisation sources on which somebody sends pictures. */
export type PictureSources = { readonly [Lane in PictureLane]: number }

/** Whose camera and screen the people in one place see, and on which lanes. Times are milliseconds. */
export interface PictureRoom {
  readonly isEmpty: boolean
  enter(newcomer: Newcomer): void
  leave(stay: VoiceStayId): void
  /** What they send is known by these. */
  know(stay: VoiceStayId, sources: PictureSources): void
  /** @returns false when all lanes for it are taken; nothing is changed then */
  show(stay: VoiceStayId, lane: PictureLane, isOn: boolean, now: number): boolean
  /** What somebody sent of pictures, whatever it is. */
  see(stay: VoiceStayId, bytes: Buffer, now: number): void
  /** What somebody reports of what they send or see, together. */
  heed(stay: VoiceStayId, said: readonly Rtcp[], now: number): void
  /** Their line is open: they are told how things stand. */
  greet(stay: VoiceStayId): void
  /** Called every so often: asks for what is missing, reports, and tells what was not taken yet. */
  look(now: number): void
}

interface Seat extends Newcomer {
  readonly packets: Allowance
  readonly bytes: Allowance
  readonly repeats: Allowance
  readonly wishes: Allowance
  /** One for each lane. */
  readonly cursors: readonly LaneCursor[]
  readonly bandwidth: ListenerBandwidth
  sources: PictureSources | null
  /** What they were told last that they may send. */
  toldBitrate: number
  owesPictures: boolean
}

interface Lane {
  readonly index: number
  readonly kind: PictureLane
  readonly ssrc: number
  readonly stream: PictureStream
  readonly keyFrames: KeyFrames
  holder: Seat | null
  /** Null until it is known on which source the holder sends. */
  uplink: PictureUplink | null
}

/** More than twice what senders are told that they may: a whole picture comes at once, and not every client heeds it. */
const PACKETS = { perSecond: 1_500, burst: 1_500 }
const BYTES = { perSecond: 1_250_000, burst: 1_500_000 }

/** A tenth of what one person gets of ten pictures, and at once what a line of theirs can lose of it. */
const REPEATS = { perSecond: 400, burst: 800 }

/** Whole pictures make everybody's worse, so nobody can have them for all lanes all the time. */
const WISHES = { perSecond: 2, burst: 20 }

/** Bits a second. Below it, the loss of one packet would look like a line that is full. */
const PROVES_LOSS_FROM = 50_000

/** How often senders are told how their packets arrive, and how much there is room for. */
const REPORT_EVERY_MS = 1_000

/** Less than that is told with the next report. */
const LOWERED_BY = 0.97

export function createPictureRoom(): PictureRoom {
  const seats = new Map<VoiceStayId, Seat>()
  const lanes = PICTURE_PLACES.map(createLane)
  let reportedAt = -Infinity
  /** Whether somebody is to be told something; most of the time nobody is. */
  let owes = false
  /** Whether a listener has room for less than before, which does not wait for the next reports. */
  let hasLessBandwidth = false

  const laneOf = (seat: Seat, kind: PictureLane): Lane | undefined =>
    lanes.find((lane) => lane.holder === seat && lane.kind === kind)
  const lanesOf = (seat: Seat): Lane[] => lanes.filter((lane) => lane.holder === seat)
  const onSource = (seat: Seat, ssrc: number): Lane | undefined =>
    lanes.find((lane) => lane.holder === seat && lane.uplink?.ssrc === ssrc)

  const seenBy = (seat: Seat): Lane[] =>
    lanes.filter(({ holder }) => holder !== null && holder !== seat)

  function hold(lane: Lane, seat: Seat | null): void {
    lane.holder = seat
    lane.uplink = null
    lane.stream.interrupt()
    if (seat) connect(lane, seat)
    for (const each of seats.values()) {
      missOn(lane, each)
      each.owesPictures = true
    }
    owes = true
    tellWhatIsOwed()
  }

  function connect(lane: Lane, seat: Seat): void {
    if (!seat.sources) return
    lane.uplink = createPictureUplink(seat.sources[lane.kind], (rtcp) => seat.line.send(rtcp))
  }

  function tellWhatIsOwed(): void {
    if (!owes) return
    const on = (kind: PictureLane): (PersonId | null)[] =>
      lanes.filter((lane) => lane.kind === kind).map((lane) => lane.holder?.personId ?? null)
    const text = words({ pictures: { cameras: on('camera'), screens: on('screen') } })
    for (const seat of seats.values()) {
      if (seat.owesPictures && tell(seat.line, text)) seat.owesPictures = false
    }
    owes = [...seats.values()].some((seat) => seat.owesPictures)
  }

  function see(stay: VoiceStayId, bytes: Buffer, now: number): void {
    const seat = seats.get(stay)
    if (!seat) return
    const packet = readPicture(bytes)
    const lane = packet && onSource(seat, packet.ssrc)
    if (!packet || !lane) return
    if (!seat.packets.take(now) || !seat.bytes.take(now, bytes.length)) return
    if (!lane.uplink?.note(packet, now)) return
    const place = lane.stream.take(packet, now)
    if (!place) return
    if (place.isFirst) for (const each of seats.values()) missOn(lane, each)
    for (const each of seats.values()) passOn(lane, each, place, now)
  }

  /**
   * Whoever has seen nothing of it begins with a whole picture: what builds upon others would be drawn
   * over that of whoever had the lane before. Where the first piece of one was lost by the way and comes
   * late, what belongs to it is there already.
   */
  function passOn(
    lane: Lane,
    seat: Seat,
    { sequence, startsKeyFrame }: { readonly sequence: number; readonly startsKeyFrame: boolean },
    now: number,
  ): void {
    const cursor = seat.cursors[lane.index]
    if (!cursor) return
    if (seat === lane.holder || !seat.line.isOpen) return miss(cursor)
    if (!cursor.isAway) return send(lane, seat, sequence, now)
    if (!startsKeyFrame) return
    for (let each = sequence; each <= lane.stream.newest; each += 1) send(lane, seat, each, now)
  }

  function send(lane: Lane, seat: Seat, sequence: number, now: number): void {
    const packet = lane.stream.get(sequence)
    const cursor = seat.cursors[lane.index]
    const number = packet && cursor ? nextNumber(cursor, sequence) : null
    if (packet === null || number === null) return
    stampPicture(packet, number, now)
    seat.line.send(packet)
  }

  function noteBandwidth(seat: Seat, now: number, note: () => void): void {
    const before = seat.bandwidth.estimate(now)
    note()
    hasLessBandwidth ||= seat.bandwidth.estimate(now) < before
  }

  function heed(stay: VoiceStayId, said: readonly Rtcp[], now: number): void {
    const seat = seats.get(stay)
    if (!seat) return
    for (const one of said) {
      if (one.type === 'sent') onSource(seat, one.ssrc)?.uplink?.noteReport(one.time, now)
      else if (one.type === 'bandwidth')
        noteBandwidth(seat, now, () => seat.bandwidth.noteEstimate(one.bitrate, now))
      else {
        const lane = seenBy(seat).find(({ ssrc }) => ssrc === one.ssrc)
        if (lane) heedOn(lane, seat, one, now)
      }
    }
  }

  function heedOn(
    lane: Lane,
    seat: Seat,
    said: Extract<Rtcp, { type: 'received' | 'lost' | 'key-frame' }>,
    now: number,
  ): void {
    switch (said.type) {
      case 'key-frame':
        if (seat.wishes.take(now)) lane.keyFrames.want(now)
        return
      case 'lost':
        for (const number of said.numbers) {
          // What is gone counts as well: it has to be looked for.
          if (!seat.repeats.take(now)) return
          repeat(lane, seat, number, now)
        }
        return
      case 'received': {
        if (said.lost > 0 && lane.stream.rate < PROVES_LOSS_FROM) return
        const rate = seenBy(seat).reduce((sum, { stream }) => sum + stream.rate, 0)
        noteBandwidth(seat, now, () => seat.bandwidth.noteLoss(said.lost, rate, now))
      }
    }
  }

  function repeat(lane: Lane, seat: Seat, number: number, now: number): void {
    const cursor = seat.cursors[lane.index]
    const sequence = cursor ? sequenceOf(cursor, number) : null
    const packet = sequence === null ? null : lane.stream.get(sequence)
    if (!packet) return
    stampPicture(packet, number, now)
    seat.line.send(packet)
  }

  const isAwaited = (lane: Lane): boolean =>
    [...seats.values()].some(
      (seat) =>
        seat !== lane.holder && seat.line.isOpen && seat.cursors[lane.index]?.isAway === true,
    )

  /** How much this person may send of everything together, as browsers understand it. */
  function bitrateOf(sender: Seat, now: number): number {
    const bitrate = (lane: Lane): number => {
      const listeners = [...seats.values()]
        .filter((seat) => seat !== sender)
        .map((seat) => ({
          estimate: seat.bandwidth.estimate(now),
          others: seenBy(seat)
            .filter((other) => other !== lane)
            .map(({ kind, stream }) => ({ lane: kind, rate: stream.rate })),
        }))
      return bitrateFor(lane.kind, listeners)
    }
    return lanesOf(sender).reduce((sum, lane) => sum + bitrate(lane), 0)
  }

  function report(seat: Seat, now: number, isDue: boolean): void {
    const uplinks = lanesOf(seat).flatMap(({ uplink }) => uplink ?? [])
    if (uplinks.length === 0 || !seat.line.isOpen) return
    const bitrate = bitrateOf(seat, now)
    if (!isDue && bitrate > seat.toldBitrate * LOWERED_BY) return
    seat.toldBitrate = bitrate
    const remb = writeRemb(
      uplinks.map(({ ssrc }) => ssrc),
      bitrate,
    )
    const blocks = isDue ? uplinks.flatMap((uplink) => uplink.report(now) ?? []) : []
    seat.line.send(Buffer.concat([writeReceiverReport(blocks), remb]))
  }

  function look(now: number): void {
    const isDue = now - reportedAt >= REPORT_EVERY_MS
    for (const lane of lanes) {
      if (!lane.holder) continue
      lane.uplink?.look(now)
      lane.keyFrames.look(now, isAwaited(lane))
      if (isDue) lane.stream.measure(now)
    }
    if (isDue || hasLessBandwidth) {
      for (const seat of seats.values()) report(seat, now, isDue)
      hasLessBandwidth = false
      if (isDue) reportedAt = now
    }
    tellWhatIsOwed()
  }

  return {
    get isEmpty() {
      return seats.size === 0
    },
    enter({ stay, personId, line }) {
      seats.set(stay, {
        stay,
        personId,
        line,
        packets: createAllowance(PACKETS),
        bytes: createAllowance(BYTES),
        repeats: createAllowance(REPEATS),
        wishes: createAllowance(WISHES),
        cursors: lanes.map(createLaneCursor),
        sources: null,
        bandwidth: createListenerBandwidth(),
        toldBitrate: 0,
        owesPictures: false,
      })
    },
    leave(stay) {
      const seat = seats.get(stay)
      if (!seat) return
      seats.delete(stay)
      for (const lane of lanesOf(seat)) hold(lane, null)
    },
    know(stay, sources) {
      const seat = seats.get(stay)
      if (!seat) return
      seat.sources = sources
      for (const lane of lanesOf(seat)) connect(lane, seat)
    },
    show(stay, kind, isOn, now) {
      const seat = seats.get(stay)
      if (!seat) return false
      const held = laneOf(seat, kind)
      if (isOn === (held !== undefined)) return true
      const lane = held ?? lanes.find((each) => each.kind === kind && each.holder === null)
      if (!lane) return false
      hold(lane, isOn ? seat : null)
      if (isOn) lane.keyFrames.want(now)
      return true
    },
    see,
    heed,
    greet(stay) {
      const seat = seats.get(stay)
      if (!seat) return
      seat.owesPictures = true
      owes = true
      tellWhatIsOwed()
    },
    look,
  }
}

function missOn(lane: Lane, seat: Seat): void {
  const cursor = seat.cursors[lane.index]
  if (cursor) miss(cursor)
}

function createLane({ lane, ssrc }: (typeof PICTURE_PLACES)[number], index: number): Lane {
  const created: Lane = {
    index,
    kind: lane,
    ssrc,
    stream: createPictureStream(ssrc),
    keyFrames: createKeyFrames(() => {
      const { holder, uplink } = created
      if (holder && uplink) holder.line.send(writePli(uplink.ssrc))
    }),
    holder: null,
    uplink: null,
  }
  return created
}
