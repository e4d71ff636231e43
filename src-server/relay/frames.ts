import { HEADER_BYTES, padded } from './stun.ts'

/** What follows one another on a stream (RFC 8656, section 3.1 and 12.5). */
export type Frame =
  | { readonly kind: 'stun'; readonly bytes: Buffer }
  | { readonly kind: 'channel'; readonly channel: number; readonly payload: Buffer }

/** A packet of the size that fits into one of the network, with everything around it. */
const FRAME_MAX_BYTES = 2_048

const CHANNEL_HEAD_BYTES = 4

/** Numbers of channels (RFC 8656, section 12). */
const CHANNELS = { first: 0x4000, last: 0x4fff } as const

export const isChannel = (number: number): boolean =>
  number >= CHANNELS.first && number <= CHANNELS.last

/** Whether a connection that begins with this byte is STUN: HTTP begins with a letter, TLS with 22. */
export const isStun = (first: number): boolean => first < 2

/** Cuts a stream into its frames. */
export interface FrameReader {
  /** @returns false when what came is no frame, after which nothing can be found any more */
  read(chunk: Buffer, onFrame: (frame: Frame) => void): boolean
}

export function createFrameReader(): FrameReader {
  let rest: Buffer = Buffer.alloc(0)
  return {
    read(chunk, onFrame) {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      while (bytes.length >= CHANNEL_HEAD_BYTES) {
        const length = lengthOf(bytes)
        if (length === null || length > FRAME_MAX_BYTES) return false
        if (bytes.length < length) break
        onFrame(frameOf(bytes.subarray(0, length)))
        bytes = bytes.subarray(length)
      }
      // A copy, so that a byte that waits does not keep the whole piece that it came in.
      rest = bytes.length === 0 ? bytes : Buffer.from(bytes)
      return true
    },
  }
}

/** The whole length of the frame that begins here. */
function lengthOf(bytes: Buffer): number | null {
  const first = bytes.readUInt16BE(0)
  const length = bytes.readUInt16BE(2)
  if (first < 0x4000) return length % 4 === 0 ? HEADER_BYTES + length : null
  return isChannel(first) ? CHANNEL_HEAD_BYTES + padded(length) : null
}

function frameOf(bytes: Buffer): Frame {
  const first = bytes.readUInt16BE(0)
  if (first < 0x4000) return { kind: 'stun', bytes }
  const end = CHANNEL_HEAD_BYTES + bytes.readUInt16BE(2)
  return { kind: 'channel', channel: first, payload: bytes.subarray(CHANNEL_HEAD_BYTES, end) }
}

/** On a stream they are padded too, unlike in packets. */
export function writeChannelData(channel: number, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(CHANNEL_HEAD_BYTES + padded(payload.length))
  bytes.writeUInt16BE(channel, 0)
  bytes.writeUInt16BE(payload.length, 2)
  payload.copy(bytes, CHANNEL_HEAD_BYTES)
  return bytes
}
