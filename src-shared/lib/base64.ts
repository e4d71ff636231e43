const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The six bits of each character by its code; 255 for what is no part of the alphabet. */
const BITS = new Uint8Array(256).fill(255)
for (let bits = 0; bits < ALPHABET.length; bits += 1) BITS[ALPHABET.charCodeAt(bits)] = bits

const bitsAt = (text: string, at: number): number => BITS[text.charCodeAt(at)] ?? 255

/**
 * Base64 in its one canonical form: padded, without white space, without bits that nobody would miss
 * (RFC 4648, sections 3.2 to 3.5). What was cut off or altered on its way is not decoded into
 * something else.
 * @returns null when the text is not that
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  const end = text.length - padding
  let seen = 0
  let written = 0
  for (let at = 0; at < end; at += 4) {
    const [one, two] = [bitsAt(text, at), bitsAt(text, at + 1)]
    const three = at + 2 < end ? bitsAt(text, at + 2) : 0
    const four = at + 3 < end ? bitsAt(text, at + 3) : 0
    seen |= one | two | three | four
    const group = (one << 18) | (two << 12) | (three << 6) | four
    // Beyond the end of the array a write is lost, which is what the padding stands for.
    bytes[written] = group >> 16
    bytes[written + 1] = (group >> 8) & 255
    bytes[written + 2] = group & 255
    written += 3
  }
  // No letter has more than six bits.
  if (seen > 63) return null
  return hasSpareBits(text, end, padding) ? null : bytes
}

/** The last character before the padding may only have the bits that belong to a byte. */
function hasSpareBits(text: string, end: number, padding: number): boolean {
  if (padding === 0) return false
  const spare = padding === 2 ? 0b1111 : 0b11
  return (bitsAt(text, end - 1) & spare) !== 0
}
