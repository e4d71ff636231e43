import { KEPT_PACKETS } from './kept-packets.ts'

/** What of RTCP is understood and said: RFC 3550 section 6.4, RFC 4585 section 6, RFC 5104 section 4.3.1, and REMB. */
export type Rtcp =
  /** A sender says when it sent; the middle of its time comes back in reports to it. */
  | { readonly type: 'sent'; readonly ssrc: number; readonly time: number }
  /** So much of it was lost since the last report, from 0 to 1. */
  | { readonly type: 'received'; readonly ssrc: number; readonly lost: number }
  /** These numbers did not arrive. */
  | { readonly type: 'lost'; readonly ssrc: number; readonly numbers: readonly number[] }
  /** A whole picture is wanted. */
  | { readonly type: 'key-frame'; readonly ssrc: number }
  /** How much may come, in bits a second, of everything together. */
  | { readonly type: 'bandwidth'; readonly bitrate: number }

/** How the packets of one source arrive. */
export interface ReportBlock {
  readonly ssrc: number
  /** Since the last report, of 256. */
  readonly fractionLost: number
  readonly totalLost: number
  /** With how often it wrapped in front. */
  readonly highest: number
  /** In the clock of the source. */
  readonly jitter: number
  /** Of the last report of the source, 0 for none. */
  readonly lastReport: number
  /** Since then, in 1/65536 s. */
  readonly delay: number
}

const SENDER_REPORT = 200
const RECEIVER_REPORT = 201
const TRANSPORT_FEEDBACK = 205
const PAYLOAD_FEEDBACK = 206

/** Formats of feedback. */
const NACK = 1
const PLI = 1
const FIR = 4
const APPLICATION = 15

const REMB_NAME = 0x52_45_4d_42
/** A mantissa of 18 bits. */
const MANTISSA_MAX = 2 ** 18 - 1

/** As whom the server speaks: of its own it has no source. */
const SERVER_SSRC = 0x70_63_00_01

/** Everything in one datagram that is understood; it ends where it makes no sense any more. */
export function readRtcp(bytes: Buffer): Rtcp[] {
  const read: Rtcp[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const length = (bytes.readUInt16BE(at + 2) + 1) * 4
    if (bytes.readUInt8(at) >> 6 !== 2 || at + length > bytes.length) break
    read.push(...readOne(bytes.subarray(at, at + length)))
    at += length
  }
  return read
}

function readOne(packet: Buffer): Rtcp[] {
  const format = packet.readUInt8(0) & 0x1f
  const type = packet.readUInt8(1)
  if (type === SENDER_REPORT && packet.length >= 28) {
    return [
      { type: 'sent', ssrc: packet.readUInt32BE(4), time: packet.readUInt32BE(10) },
      ...readBlocks(packet.subarray(28), format),
    ]
  }
  if (type === RECEIVER_REPORT) return readBlocks(packet.subarray(8), format)
  if (packet.length < 12) return []
  const ssrc = packet.readUInt32BE(8)
  const rest = packet.subarray(12)
  if (type === TRANSPORT_FEEDBACK && format === NACK) {
    return [{ type: 'lost', ssrc, numbers: readNumbers(rest) }]
  }
  if (type !== PAYLOAD_FEEDBACK) return []
  if (format === PLI) return [{ type: 'key-frame', ssrc }]
  if (format === FIR) return readFullRequests(rest)
  return format === APPLICATION ? readBandwidth(rest) : []
}

function readBlocks(blocks: Buffer, count: number): Rtcp[] {
  const read: Rtcp[] = []
  for (let at = 0; at + 24 <= Math.min(blocks.length, count * 24); at += 24) {
    const lost = blocks.readUInt8(at + 4) / 256
    read.push({ type: 'received', ssrc: blocks.readUInt32BE(at), lost })
  }
  return read
}

/** Each entry is a number and a bit for each of the sixteen after it. What is not kept is not read. */
function readNumbers(entries: Buffer): number[] {
  const numbers: number[] = []
  for (let at = 0; at + 4 <= entries.length && numbers.length < KEPT_PACKETS; at += 4) {
    const first = entries.readUInt16BE(at)
    const after = entries.readUInt16BE(at + 2)
    numbers.push(first)
    for (let bit = 0; bit < 16; bit += 1) {
      if ((after & (1 << bit)) !== 0) numbers.push((first + bit + 1) & 0xff_ff)
    }
  }
  return numbers
}

function readFullRequests(entries: Buffer): Rtcp[] {
  const requests: Rtcp[] = []
  for (let at = 0; at + 8 <= entries.length; at += 8) {
    requests.push({ type: 'key-frame', ssrc: entries.readUInt32BE(at) })
  }
  return requests
}

function readBandwidth(rest: Buffer): Rtcp[] {
  if (rest.length < 8 || rest.readUInt32BE(0) !== REMB_NAME) return []
  const value = rest.readUIntBE(5, 3)
  return [{ type: 'bandwidth', bitrate: (value & MANTISSA_MAX) * 2 ** (value >> 18) }]
}

function header(type: number, count: number, length: number): Buffer {
  const packet = Buffer.alloc(length)
  packet[0] = 0x80 | count
  packet[1] = type
  packet.writeUInt16BE(length / 4 - 1, 2)
  packet.writeUInt32BE(SERVER_SSRC, 4)
  return packet
}

const feedback = (type: number, format: number, ssrc: number, length: number): Buffer => {
  const packet = header(type, format, 12 + length)
  packet.writeUInt32BE(ssrc, 8)
  return packet
}

/** @param blocks at most 31 */
export function writeReceiverReport(blocks: readonly ReportBlock[]): Buffer {
  const packet = header(RECEIVER_REPORT, blocks.length, 8 + blocks.length * 24)
  for (const [index, block] of blocks.entries()) {
    const at = 8 + index * 24
    packet.writeUInt32BE(block.ssrc, at)
    packet[at + 4] = Math.min(255, block.fractionLost)
    packet.writeUIntBE(Math.min(0x7f_ff_ff, Math.max(0, block.totalLost)), at + 5, 3)
    packet.writeUInt32BE(block.highest >>> 0, at + 8)
    packet.writeUInt32BE(block.jitter >>> 0, at + 12)
    packet.writeUInt32BE(block.lastReport, at + 16)
    packet.writeUInt32BE(block.delay >>> 0, at + 20)
  }
  return packet
}

/** @param numbers in the order in which they were sent */
export function writeNack(ssrc: number, numbers: readonly number[]): Buffer {
  const entries: { first: number; after: number }[] = []
  for (const number of numbers) {
    const last = entries.at(-1)
    const bit = last ? ((number - last.first) & 0xff_ff) - 1 : 16
    if (last && bit >= 0 && bit < 16) last.after |= 1 << bit
    else entries.push({ first: number, after: 0 })
  }
  const packet = feedback(TRANSPORT_FEEDBACK, NACK, ssrc, entries.length * 4)
  for (const [index, { first, after }] of entries.entries()) {
    packet.writeUInt16BE(first, 12 + index * 4)
    packet.writeUInt16BE(after, 14 + index * 4)
  }
  return packet
}

export const writePli = (ssrc: number): Buffer => feedback(PAYLOAD_FEEDBACK, PLI, ssrc, 0)

/** @param bitrate in bits a second, of all these sources together */
export function writeRemb(ssrcs: readonly number[], bitrate: number): Buffer {
  const packet = feedback(PAYLOAD_FEEDBACK, APPLICATION, 0, 8 + ssrcs.length * 4)
  packet.writeUInt32BE(REMB_NAME, 12)
  let mantissa = Math.floor(bitrate)
  let exponent = 0
  while (mantissa > MANTISSA_MAX) {
    mantissa = Math.floor(mantissa / 2)
    exponent += 1
  }
  packet[16] = ssrcs.length
  packet.writeUIntBE(exponent * 2 ** 18 + mantissa, 17, 3)
  for (const [index, ssrc] of ssrcs.entries()) packet.writeUInt32BE(ssrc, 20 + index * 4)
  return packet
}
