import { HEADER_LENGTH, ONE_BYTE_PROFILE, readFrame, ssrcOf, type RtpFrame } from './rtp.ts'

/** What of a packet of a picture matters for passing it on. */
export interface PicturePacket extends Omit<RtpFrame, 'extension'> {
  readonly ssrc: number
}

/** The only payload type that offers name for pictures. */
export const VP8_PAYLOAD_TYPE = 96

/** RFC 7741, section 6.1. */
export const VP8_CLOCK_RATE = 90_000

/** The id that offers give the header extension with the time of sending. */
export const SEND_TIME_ID = 3

/** Profile, length, and one element of three bytes. */
const EXTENSION_LENGTH = 8

const PAYLOAD_START = HEADER_LENGTH + EXTENSION_LENGTH

/** @returns null for whatever is not a well-formed packet of VP8 */
export function readPicture(bytes: Buffer): PicturePacket | null {
  const frame = readFrame(bytes, VP8_PAYLOAD_TYPE)
  if (frame === null) return null
  const { marker, sequenceNumber, timestamp, payload } = frame
  return { ssrc: ssrcOf(bytes), marker, sequenceNumber, timestamp, payload }
}

/** Writes a packet anew; what differs each time it is sent follows with `stampPicture`. */
export function writePicture(packet: {
  readonly ssrc: number
  readonly marker: boolean
  readonly timestamp: number
  readonly payload: Buffer
}): Buffer {
  const bytes = Buffer.alloc(PAYLOAD_START + packet.payload.length)
  bytes[0] = 0x90
  bytes[1] = VP8_PAYLOAD_TYPE | (packet.marker ? 0x80 : 0)
  bytes.writeUInt32BE(packet.timestamp, 4)
  bytes.writeUInt32BE(packet.ssrc, 8)
  bytes.writeUInt16BE(ONE_BYTE_PROFILE, HEADER_LENGTH)
  bytes.writeUInt16BE(1, HEADER_LENGTH + 2)
  // The length of an element is one less than it says (RFC 8285, section 4.2).
  bytes[HEADER_LENGTH + 4] = (SEND_TIME_ID << 4) | 2
  packet.payload.copy(bytes, PAYLOAD_START)
  return bytes
}

/** The payload of a written packet, not a copy of it. */
export const payloadOf = (written: Buffer): Buffer => written.subarray(PAYLOAD_START)

/** Numbers a written packet for one listener and says when it goes, in milliseconds. */
export function stampPicture(written: Buffer, sequenceNumber: number, now: number): void {
  written.writeUInt16BE(sequenceNumber, 2)
  // Seconds with 18 bits after the point, of which the lower 24 are sent.
  const time = Math.round((now / 1_000) * 2 ** 18) % 2 ** 24
  written.writeUIntBE(time, HEADER_LENGTH + 5, 3)
}
