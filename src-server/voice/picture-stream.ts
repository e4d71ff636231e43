import { createKeptPackets } from './kept-packets.ts'
import { createLaneStream } from './lane-stream.ts'
import { payloadOf, VP8_CLOCK_RATE, writePicture, type PicturePacket } from './picture-rtp.ts'
import { createVp8Numbers, readVp8 } from './vp8.ts'

/** What of a packet its listeners have to know. */
interface PicturePlace {
  /** Counts on without wrapping. */
  readonly sequence: number
  readonly startsKeyFrame: boolean
  /** Nothing before it belongs to it: whoever sees the lane waits for a whole picture. */
  readonly isFirst: boolean
}

/** Makes one stream of what different people send on a lane one after the other. Times are milliseconds. */
export interface PictureStream {
  /** @returns null for what is no piece of a picture, came before, or comes too late */
  take(packet: PicturePacket, now: number): PicturePlace | null
  /** A packet that can still be sent; its number and time are those of the last listener. */
  get(sequence: number): Buffer | null
  readonly newest: number
  /** Bits a second, as last measured. */
  readonly rate: number
  measure(now: number): void
  /** Somebody else follows, or nobody. */
  interrupt(): void
}

/** Thirty pictures a second. */
const CLOCK = { rate: VP8_CLOCK_RATE, usualStep: 3_000 }

/** A sender fills up what it has room for with packets of nothing, which have numbers all the same. */
const NOTHING = { startsKeyFrame: false, pictureId: null, base: null }

export function createPictureStream(ssrc: number): PictureStream {
  const stream = createLaneStream(CLOCK)
  const numbers = createVp8Numbers()
  const kept = createKeptPackets()
  let bytes = 0
  let rate = 0
  let measuredAt: number | null = null
  /** Whether the numbers of the frames begin anew with the next one. */
  let isNew = true

  return {
    take(packet, now) {
      const piece = packet.payload.length === 0 ? NOTHING : readVp8(packet.payload)
      const place = piece && stream.place(packet, now)
      if (!place) return null
      const { sequence, timestamp, isFirst } = place
      if (isFirst) {
        kept.clear()
        isNew = true
      }
      const { marker, payload } = packet
      const written = writePicture({ ssrc, marker, timestamp, payload })
      if (!kept.keep(sequence, written)) return null
      numbers.renumber(payloadOf(written), piece, isNew)
      if (piece !== NOTHING) isNew = false
      bytes += written.length
      return { sequence, startsKeyFrame: piece.startsKeyFrame, isFirst }
    },
    get: kept.get,
    get newest() {
      return kept.newest
    },
    get rate() {
      return rate
    },
    measure(now) {
      if (measuredAt !== null && now > measuredAt) rate = (bytes * 8_000) / (now - measuredAt)
      measuredAt = now
      bytes = 0
    },
    interrupt() {
      stream.interrupt()
      kept.clear()
      rate = 0
    },
  }
}
