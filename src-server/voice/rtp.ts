/** What of an RTP packet matters for passing it on (RFC 3550, section 5.1). */
export interface RtpPacket {
  readonly marker: boolean
  readonly sequenceNumber: number
  readonly timestamp: number
  /** Loudness as the sender measured it: 0 is loudest, 127 silence, in -dBov (RFC 6464); null when not sent. */
  readonly level: number | null
  readonly payload: Buffer
}

/** The only payload type that offers name. */
export const OPUS_PAYLOAD_TYPE = 111

/** Samples per second of every Opus stream, whatever it was recorded with (RFC 7587, section 4.1). */
export const OPUS_CLOCK_RATE = 48_000

/** The id that offers give the header extension of RFC 6464. */
export const AUDIO_LEVEL_ID = 1

export const HEADER_LENGTH = 12
export const ONE_BYTE_PROFILE = 0xbe_de
/** Profile, length, and one element padded to four bytes. */
const LEVEL_EXTENSION_LENGTH = 8

/** Longest that Opus makes of one frame is 1,275 bytes (RFC 6716, section 3.4), and browsers cut pictures into less; more would not fit a datagram. */
const PAYLOAD_MAX_LENGTH = 1_200

/** Whether it is RTCP, which shares the connection (RFC 5761, section 4). */
export function isRtcp(bytes: Buffer): boolean {
  const type = bytes[1] ?? 0
  return type >= 192 && type <= 223
}

/** The synchronisation source of RTP; 0, which no source is, of what is too short to be any. */
export const ssrcOf = (bytes: Buffer): number =>
  bytes.length < HEADER_LENGTH ? 0 : bytes.readUInt32BE(8)

/** @returns null for whatever is not a well-formed Opus packet */
export function readRtp(bytes: Buffer): RtpPacket | null {
  const frame = readFrame(bytes, OPUS_PAYLOAD_TYPE)
  if (frame === null || frame.payload.length === 0) return null
  const { marker, sequenceNumber, timestamp, extension, payload } = frame
  const level = extension === null ? null : readLevel(extension)
  return { marker, sequenceNumber, timestamp, level, payload }
}

/** What all packets have, whatever they carry. */
export interface RtpFrame {
  readonly marker: boolean
  readonly sequenceNumber: number
  readonly timestamp: number
  readonly extension: Buffer | null
  /** Empty where there is nothing but padding. */
  readonly payload: Buffer
}

/** @returns null for whatever is not a well-formed packet of this type */
export function readFrame(bytes: Buffer, payloadType: number): RtpFrame | null {
  if (bytes.length < HEADER_LENGTH) return null
  const first = bytes.readUInt8(0)
  const second = bytes.readUInt8(1)
  if (first >> 6 !== 2 || (second & 0x7f) !== payloadType) return null

  const extensionStart = HEADER_LENGTH + (first & 0x0f) * 4
  const hasExtension = (first & 0x10) !== 0
  if (hasExtension && bytes.length < extensionStart + 4) return null
  const payloadStart = hasExtension
    ? extensionStart + 4 + bytes.readUInt16BE(extensionStart + 2) * 4
    : extensionStart
  const hasPadding = (first & 0x20) !== 0
  const padding = hasPadding ? bytes.readUInt8(bytes.length - 1) : 0
  if (hasPadding && padding === 0) return null
  const payloadLength = bytes.length - padding - payloadStart
  if (payloadLength < 0 || payloadLength > PAYLOAD_MAX_LENGTH) return null

  return {
    marker: (second & 0x80) !== 0,
    sequenceNumber: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    extension: hasExtension ? bytes.subarray(extensionStart, payloadStart) : null,
    payload: bytes.subarray(payloadStart, payloadStart + payloadLength),
  }
}

/** Walks the elements of a one-byte header extension (RFC 8285, section 4.2). */
function readLevel(extension: Buffer): number | null {
  if (extension.readUInt16BE(0) !== ONE_BYTE_PROFILE) return null
  let at = 4
  while (at < extension.length) {
    const head = extension.readUInt8(at)
    const id = head >> 4
    // 0 is padding, and after 15 nothing may be read.
    if (id === 15) return null
    if (id === AUDIO_LEVEL_ID)
      return at + 1 < extension.length ? extension.readUInt8(at + 1) & 0x7f : null
    at += id === 0 ? 1 : (head & 0x0f) + 2
  }
  return null
}

/**
 * Writes a packet anew, with nothing of the sender's header but what listeners may know. The sequence
 * number stays 0: it differs from listener to listener.
 */
export function writeRtp(packet: {
  readonly ssrc: number
  readonly marker: boolean
  readonly timestamp: number
  readonly level: number | null
  readonly payload: Buffer
}): Buffer {
  const start = HEADER_LENGTH + (packet.level === null ? 0 : LEVEL_EXTENSION_LENGTH)
  const bytes = Buffer.alloc(start + packet.payload.length)
  bytes[0] = packet.level === null ? 0x80 : 0x90
  bytes[1] = OPUS_PAYLOAD_TYPE | (packet.marker ? 0x80 : 0)
  bytes.writeUInt32BE(packet.timestamp, 4)
  bytes.writeUInt32BE(packet.ssrc, 8)
  if (packet.level !== null) {
    bytes.writeUInt16BE(ONE_BYTE_PROFILE, HEADER_LENGTH)
    bytes.writeUInt16BE(1, HEADER_LENGTH + 2)
    bytes[HEADER_LENGTH + 4] = AUDIO_LEVEL_ID << 4
    bytes[HEADER_LENGTH + 5] = packet.level
  }
  packet.payload.copy(bytes, start)
  return bytes
}

/** Numbers a written packet for one listener. */
export function numberRtp(bytes: Buffer, sequenceNumber: number): void {
  bytes.writeUInt16BE(sequenceNumber, 2)
}
