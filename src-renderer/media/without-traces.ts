import { heifWithout, isHeif } from './heif-traces.ts'

/**
 * A picture without what its file tells beside what is to be seen: where and when it was taken and with
 * which device. The picture itself is not touched, and it stays the right way up.
 *
 * JPEG: the segments of Exif and XMP (both APP1), and of Photoshop (APP13), go; of Exif the orientation
 * comes back in a segment of its own. PNG: the chunks `eXIf`, `tEXt`, `iTXt`, `zTXt` and `tIME` go. WebP:
 * the chunks `EXIF` and `XMP ` go, and the orientation comes back here as well. AVIF and HEIC: see `heifWithout`.
 *
 * @returns the same bytes for what is none of these, or is not understood
 */
export function withoutTraces(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegWithout(bytes)
  if (PNG_SIGNATURE.every((value, index) => bytes[index] === value)) return pngWithout(bytes)
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 4) === 'WEBP') return webpWithout(bytes)
  if (isHeif(bytes)) return heifWithout(bytes)
  return bytes
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const PNG_TRACES = new Set(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'])

const EXIF_START = 'Exif\0\0'

/** https://developers.google.com/speed/webp/docs/riff_container#extended_file_format */
const WEBP_HAS_EXIF = 0x08
const WEBP_HAS_XMP = 0x04

const APP1 = 0xe1
const APP13 = 0xed
const START_OF_SCAN = 0xda

/** Exif 2.32, 4.6.2: the tag that says how a picture is turned, in the first directory. */
const ORIENTATION_TAG = 0x0112

function jpegWithout(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array<ArrayBuffer>[] = [bytes.subarray(0, 2)]
  let orientation = 1
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === START_OF_SCAN) break
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return bytes
    if (marker === APP1) orientation = orientationIn(bytes.subarray(at + 4, end)) ?? orientation
    else if (marker !== APP13) kept.push(bytes.subarray(at, end))
    at = end
  }
  kept.push(bytes.subarray(at))
  if (orientation !== 1) kept.splice(1, 0, orientationSegment(orientation))
  return joined(kept)
}

/** @param segment what follows the length of an APP1 segment */
function orientationIn(segment: Uint8Array<ArrayBuffer>): number | null {
  return latin(segment, 0, 6) === EXIF_START ? orientationOf(segment.subarray(6)) : null
}

/** @param tiff the directories of Exif */
function orientationOf(tiff: Uint8Array<ArrayBuffer>): number | null {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  try {
    const isLittle = latin(tiff, 0, 2) === 'II'
    const directory = view.getUint32(4, isLittle)
    const count = view.getUint16(directory, isLittle)
    for (let index = 0; index < count; index += 1) {
      const entry = directory + 2 + index * 12
      if (view.getUint16(entry, isLittle) !== ORIENTATION_TAG) continue
      const value = view.getUint16(entry + 8, isLittle)
      return value >= 1 && value <= 8 ? value : null
    }
  } catch {
    // It ends before it should: then nobody can tell.
  }
  return null
}

/** An Exif segment that says how the picture is turned, and nothing else. */
function orientationSegment(orientation: number): Uint8Array<ArrayBuffer> {
  const segment = new Uint8Array(36)
  const view = new DataView(segment.buffer)
  view.setUint16(0, 0xff00 | APP1)
  view.setUint16(2, 34)
  segment.set(
    [...`${EXIF_START}MM`].map((letter) => letter.charCodeAt(0)),
    4,
  )
  view.setUint16(12, 42)
  view.setUint32(14, 8)
  view.setUint16(18, 1)
  view.setUint16(20, ORIENTATION_TAG)
  // One short number.
  view.setUint16(22, 3)
  view.setUint32(24, 1)
  view.setUint16(28, orientation)
  return segment
}

function pngWithout(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array<ArrayBuffer>[] = [bytes.subarray(0, 8)]
  let at = 8
  while (at + 12 <= bytes.length) {
    // Its length does not count the length itself, the name and the checksum.
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return bytes
    if (!PNG_TRACES.has(latin(bytes, at + 4, 4))) kept.push(bytes.subarray(at, end))
    at = end
  }
  return joined([...kept, bytes.subarray(at)])
}

function webpWithout(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array<ArrayBuffer>[] = []
  let orientation = 1
  let at = 12
  while (at + 8 <= bytes.length) {
    const name = latin(bytes, at, 4)
    const size = view.getUint32(at + 4, true)
    // Of an odd length there is one byte more.
    const end = Math.min(at + 8 + size + (size % 2), bytes.length)
    if (at + 8 + size > bytes.length) return bytes
    const content = bytes.subarray(at + 8, at + 8 + size)
    if (name === 'EXIF') {
      const hasStart = latin(content, 0, 6) === EXIF_START
      orientation = orientationOf(hasStart ? content.subarray(6) : content) ?? orientation
    } else if (name !== 'XMP ') {
      kept.push(bytes.slice(at, end))
    }
    at = end
  }
  const extended = kept.find((chunk) => latin(chunk, 0, 4) === 'VP8X')
  // Without that chunk there is no room for either.
  if (!extended) return bytes
  const flags = (extended[8] ?? 0) & ~(WEBP_HAS_EXIF | WEBP_HAS_XMP)
  extended[8] = orientation === 1 ? flags : flags | WEBP_HAS_EXIF
  if (orientation !== 1) kept.push(webpChunk('EXIF', orientationSegment(orientation).subarray(10)))
  const body = joined(kept)
  const head = bytes.slice(0, 12)
  new DataView(head.buffer).setUint32(4, body.length + 4, true)
  return joined([head, body])
}

/** @param content of an even length */
function webpChunk(name: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(8)
  head.set([...name].map((letter) => letter.charCodeAt(0)))
  new DataView(head.buffer).setUint32(4, content.length, true)
  return joined([head, content])
}

const latin = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length))

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
