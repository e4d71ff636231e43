import { createCipheriv } from 'node:crypto'

const BLOCK = 16
const HEADER = 4

/**
 * What Mumble's clients do to a voice packet before they send it by UDP: OCB2 with AES-128, a nonce
 * that counts up, and a header of the nonce's lowest byte and three bytes of the tag. Only sending:
 * what arrives is counted, not read.
 *
 * @returns what encrypts one packet after the other
 * @see https://web.cs.ucdavis.edu/~rogaway/papers/offsets.pdf for OCB2 (Rogaway 2004)
 */
export function mumbleCipher(key: Buffer, nonce: Buffer): (plain: Buffer) => Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  const encrypt = (block: Buffer): Buffer => cipher.update(block)
  const counter = Buffer.from(nonce)
  return (plain) => {
    countUp(counter)
    const { bytes, tag } = ocb2(encrypt, counter, plain)
    return Buffer.concat([counter.subarray(0, 1), tag.subarray(0, HEADER - 1), bytes])
  }
}

function countUp(counter: Buffer): void {
  for (let at = 0; at < counter.length; at += 1) {
    const next = ((counter[at] ?? 0) + 1) & 0xff
    counter[at] = next
    if (next !== 0) return
  }
}

function ocb2(
  encrypt: (block: Buffer) => Buffer,
  nonce: Buffer,
  plain: Buffer,
): { readonly bytes: Buffer; readonly tag: Buffer } {
  let delta = encrypt(nonce)
  let checksum: Buffer = Buffer.alloc(BLOCK)
  const parts: Buffer[] = []
  let at = 0
  for (; plain.length - at > BLOCK; at += BLOCK) {
    delta = doubled(delta)
    const block = plain.subarray(at, at + BLOCK)
    parts.push(xor(encrypt(xor(block, delta)), delta))
    checksum = xor(checksum, block)
  }
  delta = doubled(delta)
  const rest = plain.subarray(at)
  const length = Buffer.alloc(BLOCK)
  length.writeUInt32BE(rest.length * 8, BLOCK - 4)
  const pad = encrypt(xor(length, delta))
  const last = Buffer.concat([rest, pad.subarray(rest.length)])
  parts.push(xor(last, pad).subarray(0, rest.length))
  checksum = xor(checksum, last)
  // Three times delta.
  const tag = encrypt(xor(xor(doubled(delta), delta), checksum))
  return { bytes: Buffer.concat(parts), tag }
}

const xor = (one: Buffer, other: Buffer): Buffer =>
  Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))

/** Times two in the field of 2^128 elements, most significant byte first. */
function doubled(block: Buffer): Buffer {
  const carry = (block[0] ?? 0) >> 7
  return Buffer.from(
    block.map((byte, at) => {
      const next = at + 1 < BLOCK ? (block[at + 1] ?? 0) >> 7 : carry * 0x87
      return ((byte << 1) & 0xff) ^ next
    }),
  )
}
