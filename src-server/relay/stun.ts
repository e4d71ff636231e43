import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Endpoint } from './endpoint.ts'

/** Messages of STUN (RFC 8489) as TURN (RFC 8656) uses them: bytes to values and back, nothing else. */

export const METHOD = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
} as const

export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
  software: 0x8022,
  fingerprint: 0x8028,
} as const

/** In the order of the two class bits. */
const KINDS = ['request', 'indication', 'success', 'error'] as const
export type StunKind = (typeof KINDS)[number]

export interface StunAttribute {
  readonly type: number
  readonly value: Buffer
}

export interface StunHead {
  readonly kind: StunKind
  readonly method: number
  /** Twelve bytes by which an answer belongs to its request. */
  readonly transaction: Buffer
}

export interface StunMessage extends StunHead {
  /** Those that count: nothing after the integrity is protected by it, so nothing there is read. */
  readonly attributes: readonly StunAttribute[]
  /** All of it, as it came. */
  readonly bytes: Buffer
  /** Where the integrity begins; null without one. */
  readonly integrityAt: number | null
}

export const HEADER_BYTES = 20
const COOKIE = 0x2112a442
const COOKIE_BYTES = Buffer.from([0x21, 0x12, 0xa4, 0x42])
const HMAC_BYTES = 20
const FINGERPRINT_XOR = 0x5354554e
const ATTRIBUTE_HEAD_BYTES = 4

/** Attributes begin at multiples of four. */
export const padded = (length: number): number => (length + 3) & ~3

/** @returns null when it is no message, or a damaged one */
export function readStun(bytes: Buffer): StunMessage | null {
  if (bytes.length < HEADER_BYTES || ((bytes[0] ?? 0xff) & 0xc0) !== 0) return null
  if (bytes.readUInt32BE(4) !== COOKIE) return null
  if (bytes.readUInt16BE(2) !== bytes.length - HEADER_BYTES || bytes.length % 4 !== 0) return null

  const attributes: StunAttribute[] = []
  let integrityAt: number | null = null
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const type = bytes.readUInt16BE(at)
    const start = at + ATTRIBUTE_HEAD_BYTES
    const end = start + bytes.readUInt16BE(at + 2)
    if (padded(end) > bytes.length) return null
    const value = bytes.subarray(start, end)
    if (type === ATTRIBUTE.fingerprint) {
      // The last one, if there is one (RFC 8489, section 14.7).
      if (padded(end) !== bytes.length || !isFingerprint(bytes, at, value)) return null
    } else if (integrityAt === null && type === ATTRIBUTE.messageIntegrity) {
      if (value.length !== HMAC_BYTES) return null
      integrityAt = at
    } else if (integrityAt === null) {
      attributes.push({ type, value })
    }
    at = padded(end)
  }
  const type = bytes.readUInt16BE(0)
  const kind = KINDS[((type >> 7) & 2) | ((type >> 4) & 1)] ?? 'request'
  const method = (type & 0x0f) | ((type >> 1) & 0x70) | ((type >> 2) & 0xf80)
  const transaction = bytes.subarray(8, HEADER_BYTES)
  return { kind, method, transaction, attributes, bytes, integrityAt }
}

/** The first one of a type is the one that counts. */
export const valueIn = (message: StunMessage, type: number): Buffer | null =>
  message.attributes.find((attribute) => attribute.type === type)?.value ?? null

/** Whether whoever wrote it knows the key. */
export function isSignedWith(message: StunMessage, key: Buffer): boolean {
  const { bytes, integrityAt } = message
  if (integrityAt === null) return false
  const start = integrityAt + ATTRIBUTE_HEAD_BYTES
  const signed = signatureOf(bytes.subarray(0, integrityAt), key)
  return timingSafeEqual(signed, bytes.subarray(start, start + HMAC_BYTES))
}

/** The key of long-term credentials (RFC 8489, section 9.2.2). */
export const longTermKey = (username: string, realm: string, password: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest()

/**
 * @param key signs the message; null leaves it unsigned
 * @param hasFingerprint whether it ends with one
 */
export function writeStun(
  { kind, method, transaction }: StunHead,
  attributes: readonly StunAttribute[],
  { key = null, hasFingerprint = false }: { key?: Buffer | null; hasFingerprint?: boolean } = {},
): Buffer {
  const head = Buffer.alloc(HEADER_BYTES)
  const bits = KINDS.indexOf(kind)
  const spread = (method & 0x0f) | ((method & 0x70) << 1) | ((method & 0xf80) << 2)
  head.writeUInt16BE(spread | ((bits & 1) << 4) | ((bits & 2) << 7), 0)
  head.writeUInt32BE(COOKIE, 4)
  transaction.copy(head, 8)
  let message = withLength(Buffer.concat([head, ...attributes.map(writeAttribute)]))
  if (key) message = append(message, ATTRIBUTE.messageIntegrity, signatureOf(message, key))
  return hasFingerprint ? append(message, ATTRIBUTE.fingerprint, fingerprintOf(message)) : message
}

function writeAttribute({ type, value }: StunAttribute): Buffer {
  const bytes = Buffer.alloc(ATTRIBUTE_HEAD_BYTES + padded(value.length))
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(value.length, 2)
  value.copy(bytes, ATTRIBUTE_HEAD_BYTES)
  return bytes
}

const append = (message: Buffer, type: number, value: Buffer): Buffer =>
  withLength(Buffer.concat([message, writeAttribute({ type, value })]))

/** @param more bytes of attributes that are still to come */
function withLength(message: Buffer, more = 0): Buffer {
  message.writeUInt16BE(message.length - HEADER_BYTES + more, 2)
  return message
}

/** What is signed already counts the signature, and nothing after it. */
const signatureOf = (before: Buffer, key: Buffer): Buffer =>
  createHmac('sha1', key)
    .update(withLength(Buffer.from(before), ATTRIBUTE_HEAD_BYTES + HMAC_BYTES))
    .digest()

function fingerprintOf(before: Buffer): Buffer {
  const counted = withLength(Buffer.from(before), ATTRIBUTE_HEAD_BYTES + 4)
  const value = Buffer.alloc(4)
  value.writeUInt32BE((crc32(counted) ^ FINGERPRINT_XOR) >>> 0)
  return value
}

const isFingerprint = (bytes: Buffer, at: number, value: Buffer): boolean =>
  fingerprintOf(bytes.subarray(0, at)).equals(value)

const FAMILIES = [
  { family: 1, length: 4 },
  { family: 2, length: 16 },
] as const

/** An address as XOR-MAPPED-ADDRESS and its like carry it; null when it is none. */
export function readXorAddress(value: Buffer, transaction: Buffer): Endpoint | null {
  const known = FAMILIES.find(({ family }) => family === value[1])
  if (!known || value.length !== 4 + known.length) return null
  const port = value.readUInt16BE(2) ^ (COOKIE >>> 16)
  return { address: veil(value.subarray(4), transaction), port }
}

export function writeXorAddress({ address, port }: Endpoint, transaction: Buffer): Buffer {
  const value = Buffer.alloc(4 + address.length)
  value[1] = address.length === 4 ? 1 : 2
  value.writeUInt16BE(port ^ (COOKIE >>> 16), 2)
  veil(address, transaction).copy(value, 4)
  return value
}

/** Done twice it is undone. Routers that rewrite addresses must not find any. */
function veil(address: Buffer, transaction: Buffer): Buffer {
  const mask = Buffer.concat([COOKIE_BYTES, transaction])
  return Buffer.from(address.map((byte, index) => byte ^ (mask[index] ?? 0)))
}

export function writeErrorCode(code: number, reason: string): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, Math.floor(code / 100), code % 100]),
    Buffer.from(reason),
  ])
}

export function writeUInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
