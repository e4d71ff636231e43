import { OPUS_CLOCK_RATE, type RtpPacket } from './rtp.ts'

/** Where a packet stands in the one stream that a lane is to its listeners. */
interface LanePlace {
  /** Counts on without wrapping. */
  readonly sequence: number
  readonly timestamp: number
  /** The first after a pause, which tells a listener's buffer that it may start anew. */
  readonly isFirst: boolean
}

/** Makes one stream, without a hole, of what different people send one after the other. */
export interface LaneStream {
  /** @returns null for a packet that comes too late to have a place */
  place(packet: Pick<RtpPacket, 'sequenceNumber' | 'timestamp'>, now: number): LanePlace | null
  /** What comes next follows upon what was, whatever its numbers are. */
  interrupt(): void
}

/** How time is counted on a lane, and how much of it lies between two packets as a rule. */
interface LaneClock {
  readonly rate: number
  readonly usualStep: number
}

const OF_SOUND: LaneClock = { rate: OPUS_CLOCK_RATE, usualStep: 960 }

/** No network loses or delays more at once than this many packets, 20 s; such a jump is a new beginning. */
const JUMP_IN_SEQUENCE = 1_000

interface Stretch {
  /** The first and the newest number of the sender in it, counting on without wrapping. */
  readonly first: number
  newest: number
  readonly sequenceShift: number
  readonly timestampShift: number
}

export function createLaneStream(clock: LaneClock = OF_SOUND): LaneStream {
  let sequence = 0
  let timestamp = 0
  let at: number | null = null
  let stretch: Stretch | null = null

  function begin(packet: Pick<RtpPacket, 'sequenceNumber' | 'timestamp'>, now: number): Stretch {
    const elapsed = at === null ? 0 : Math.round(((now - at) * clock.rate) / 1_000)
    const next = timestamp + Math.max(clock.usualStep, elapsed)
    return {
      first: packet.sequenceNumber,
      newest: packet.sequenceNumber,
      sequenceShift: sequence + 1 - packet.sequenceNumber,
      timestampShift: next - packet.timestamp,
    }
  }

  function place(
    packet: Pick<RtpPacket, 'sequenceNumber' | 'timestamp'>,
    now: number,
  ): LanePlace | null {
    let step = stretch === null ? 0 : wrapped(packet.sequenceNumber - stretch.newest)
    const isFirst = stretch === null || Math.abs(step) > JUMP_IN_SEQUENCE
    if (stretch === null || isFirst) {
      stretch = begin(packet, now)
      step = 0
    }
    const number = stretch.newest + step
    if (number < stretch.first) return null
    const placed = {
      sequence: number + stretch.sequenceShift,
      timestamp: (packet.timestamp + stretch.timestampShift) >>> 0,
      isFirst,
    }
    if (isFirst || step > 0) {
      stretch.newest = number
      sequence = placed.sequence
      timestamp = placed.timestamp
      at = now
    }
    return placed
  }

  return { place, interrupt: () => void (stretch = null) }
}

/** The shorter way around, from -32768 to 32767. */
export const wrapped = (difference: number): number => ((difference + 0x80_00) & 0xff_ff) - 0x80_00
