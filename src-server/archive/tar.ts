/**
 * The tar format, as much of it as an archive needs: plain files with short names (POSIX.1-1988 ustar,
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, "ustar Interchange Format"). Any
 * tar program opens it, and a damaged one can be looked into with what every system has.
 */

export const BLOCK_BYTES = 512
const NAME_BYTES = 100
/** Eleven octal digits. */
const SIZE_MAX = 0o77777777777
const CHECKSUM_AT = 148
const CHECKSUM_BYTES = 8
/** Readable by the owner alone. */
const MODE = '0000600'
const REGULAR_FILE = '0'

export interface TarEntry {
  readonly name: string
  readonly size: number
}

/** The block before a file's content. */
export function tarHeader({ name, size }: TarEntry, modifiedAt: number): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES || size > SIZE_MAX) {
    throw new Error(`${name} does not fit into a tar file`)
  }
  const block = Buffer.alloc(BLOCK_BYTES)
  block.write(name, 0)
  block.write(MODE, 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(Math.floor(modifiedAt / 1_000), 11), 136)
  block.write(REGULAR_FILE, 156)
  block.write('ustar\0', 257)
  block.write('00', 263)
  block.write(octal(checksumOf(block), 6), CHECKSUM_AT)
  block.write('\0 ', CHECKSUM_AT + 6)
  return block
}

/** What fills a file's content up to a whole block. */
export const tarPadding = (size: number): Buffer =>
  Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES)

/** Two empty blocks end a tar file. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK_BYTES)

export const isEmptyBlock = (block: Buffer): boolean => block.every((byte) => byte === 0)

/** @returns null when the block is none that `tarHeader` could have made */
export function parseTarHeader(block: Buffer): TarEntry | null {
  const isOurs =
    block.toString('latin1', 257, 262) === 'ustar' &&
    block.toString('latin1', 156, 157) === REGULAR_FILE &&
    parseOctal(block, CHECKSUM_AT, CHECKSUM_BYTES) === checksumOf(block)
  const size = parseOctal(block, 124, 12)
  if (!isOurs || size === null) return null
  return { name: textAt(block, 0, NAME_BYTES), size }
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

const textAt = (block: Buffer, at: number, length: number): string =>
  block.toString('utf8', at, at + length).replace(/\0.*$/s, '')

function parseOctal(block: Buffer, at: number, length: number): number | null {
  const text = textAt(block, at, length).trim()
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : null
}

/** Of all bytes, with spaces in the place of the checksum itself. */
function checksumOf(block: Buffer): number {
  let sum = 0
  for (const [at, byte] of block.entries()) {
    sum += at >= CHECKSUM_AT && at < CHECKSUM_AT + CHECKSUM_BYTES ? 0x20 : byte
  }
  return sum
}
