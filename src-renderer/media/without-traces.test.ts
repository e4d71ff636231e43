import { describe, expect, test } from 'vitest'
import { withoutTraces } from './without-traces.ts'

const bytes = (...parts: readonly (readonly number[] | string | Uint8Array)[]) =>
  new Uint8Array(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part],
    ),
  )

const text = (of: Uint8Array): string => String.fromCharCode(...of)

const short = (value: number, isLittle = false): number[] =>
  isLittle ? [value & 255, value >> 8] : [value >> 8, value & 255]
const long = (value: number, isLittle = false): number[] =>
  isLittle ? [value, 0, 0, 0] : [0, 0, 0, value]

const segment = (marker: number, content: Uint8Array): Uint8Array =>
  bytes([0xff, marker], short(content.length + 2), content)

/** Exif with a place and, if wanted, with how the picture is turned. */
function exif(orientation: number | null, isLittle = false): Uint8Array {
  const entries = [
    ...(orientation === null
      ? []
      : [
          [
            ...short(0x0112, isLittle),
            ...short(3, isLittle),
            ...long(1, isLittle),
            ...short(orientation, isLittle),
            0,
            0,
          ],
        ]),
    [
      ...short(0x8825, isLittle),
      ...short(4, isLittle),
      ...long(1, isLittle),
      ...long(60, isLittle),
    ],
  ]
  return segment(
    0xe1,
    bytes(
      'Exif\0\0',
      isLittle ? 'II' : 'MM',
      short(42, isLittle),
      long(8, isLittle),
      short(entries.length, isLittle),
      ...entries,
      long(0),
      'GPS 52.5N 13.4E',
    ),
  )
}

const QUANTIZATION = segment(0xdb, bytes('tables'))
const SCAN = bytes(
  [0xff, 0xda],
  short(4),
  [1, 2],
  'the picture, with APP1 \xff\xe1 in it',
  [0xff, 0xd9],
)
const jpeg = (...segments: Uint8Array[]) => bytes([0xff, 0xd8], ...segments, QUANTIZATION, SCAN)

describe('JPEG', () => {
  test('loses where and with what it was taken, and nothing of the picture', () => {
    const xmp = segment(0xe1, bytes('http://ns.adobe.com/xap/1.0/\0<GPS 52.5N/>'))
    const photoshop = segment(0xed, bytes('Photoshop 3.0\0GPS'))
    const cleaned = withoutTraces(jpeg(exif(1), xmp, photoshop))
    expect(text(cleaned)).not.toContain('GPS')
    expect(cleaned).toEqual(jpeg())
  })

  test.each([
    [3, false],
    [6, false],
    [8, true],
  ])('stays turned by orientation %d', (orientation, isLittle) => {
    const cleaned = withoutTraces(jpeg(exif(orientation, isLittle)))
    expect(text(cleaned)).not.toContain('GPS')
    // What comes out is understood by the same rules as what went in.
    expect(withoutTraces(cleaned)).toEqual(cleaned)
    const at = text(cleaned).indexOf('Exif')
    expect([...cleaned.subarray(at + 24, at + 26)]).toEqual(short(orientation))
    expect(text(cleaned)).toContain(text(QUANTIZATION) + text(SCAN))
  })

  test('with an orientation that there is not, or without one, is the right way up', () => {
    expect(withoutTraces(jpeg(exif(9)))).toEqual(jpeg())
    expect(withoutTraces(jpeg(exif(null)))).toEqual(jpeg())
  })

  test('may have bytes that fill before a marker', () => {
    const filled = bytes([0xff, 0xd8, 0xff, 0xff], exif(1), QUANTIZATION, SCAN)
    expect(text(withoutTraces(filled))).not.toContain('GPS')
  })

  test('that is cut off is left as it is', () => {
    const cut = jpeg(exif(6)).slice(0, 30)
    expect(withoutTraces(cut)).toEqual(cut)
    const broken = jpeg(segment(0xe1, bytes('Exif\0\0MM', short(42), long(200))))
    expect(withoutTraces(broken)).toEqual(jpeg())
  })
})

test('PNG loses its texts and its Exif', () => {
  const chunk = (name: string, content: string) =>
    bytes(long(content.length), name, content, [1, 2, 3, 4])
  const png = (...chunks: Uint8Array[]) =>
    bytes(
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
      chunk('IHDR', 'size'),
      ...chunks,
      chunk('IDAT', 'the picture'),
      chunk('IEND', ''),
    )
  const traces = [chunk('eXIf', 'GPS'), chunk('tEXt', 'Author Anna'), chunk('tIME', 'now')]
  expect(withoutTraces(png(...traces))).toEqual(png())
  const cut = png(...traces).slice(0, 35)
  expect(withoutTraces(cut)).toEqual(cut)
})

describe('WebP', () => {
  const chunk = (name: string, content: Uint8Array): Uint8Array =>
    bytes(name, long(content.length, true), content, content.length % 2 === 1 ? [0] : [])
  const file = (...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> => {
    const body = bytes('WEBP', ...chunks)
    return bytes('RIFF', long(body.length, true), body)
  }
  const extended = (flags: number) => chunk('VP8X', bytes([flags, 0, 0, 0], 'size..'))
  const picture = chunk('VP8 ', bytes('the picture'))
  const xmp = chunk('XMP ', bytes('GPS 52.5N'))
  /** With the words that JPEG has in front of it, or without. */
  const exifChunk = (orientation: number | null, from: number) =>
    chunk('EXIF', exif(orientation).slice(from))

  test('loses where and with what it was taken, and nothing of the picture', () => {
    for (const from of [4, 10]) {
      const cleaned = withoutTraces(file(extended(0x1c), picture, exifChunk(1, from), xmp))
      expect(text(cleaned)).not.toContain('GPS')
      expect(cleaned).toEqual(file(extended(0x10), picture))
    }
  })

  test('stays turned', () => {
    const cleaned = withoutTraces(file(extended(0x0c), picture, exifChunk(6, 10), xmp))
    expect(text(cleaned)).not.toContain('GPS')
    expect(withoutTraces(cleaned)).toEqual(cleaned)
    expect(text(cleaned)).toContain(text(extended(0x08)) + text(picture) + 'EXIF')
    expect(new DataView(cleaned.buffer).getUint32(4, true)).toBe(cleaned.length - 8)
  })

  test('of the simple kind has none, and one that is cut off is left as it is', () => {
    const simple = file(picture)
    expect(withoutTraces(simple)).toEqual(simple)
    const cut = file(extended(0x0c), picture, xmp).slice(0, -4)
    expect(withoutTraces(cut)).toEqual(cut)
  })
})

test('anything else is left as it is', () => {
  for (const other of [bytes(), bytes('GIF89a'), bytes('%PDF-1.7'), bytes([0xff])]) {
    expect(withoutTraces(other)).toBe(other)
  }
})
