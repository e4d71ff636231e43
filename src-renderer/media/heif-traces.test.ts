import { describe, expect, test } from 'vitest'
import { withoutTraces } from './without-traces.ts'

type Part = readonly number[] | string | Uint8Array

const bytes = (...parts: readonly Part[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part],
    ),
  )
const text = (of: Uint8Array): string => String.fromCharCode(...of)
const number = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) % 256)

const box = (type: string, ...content: readonly Part[]): Uint8Array => {
  const inner = bytes(...content)
  return bytes(number(inner.length + 8, 4), type, inner)
}

const PICTURE = 'the picture itself'
const EXIF = `\0\0\0\0MM\0*GPS 52.5N 13.4E and more`
const XMP = '<x:xmpmeta>52.5N</x:xmpmeta>'

interface Shape {
  readonly brand: string
  /** Of the table of places. */
  readonly version: 0 | 1 | 2
  /** In the box beside the table, and not at the end of the file. */
  readonly isInside?: boolean
  readonly xmpType?: string
  readonly sizes?: { readonly offset: number; readonly length: number; readonly base: number }
}

/** A file with a picture, Exif and XMP, as phones write it. */
function heif(shape: Shape): Uint8Array<ArrayBuffer> {
  const { brand, version, isInside = false, xmpType = 'application/rdf+xml' } = shape
  const { sizes = { offset: 4, length: 4, base: 0 } } = shape
  const idSize = version === 2 ? 4 : 2
  const entry = (id: number, type: string, more = ''): Uint8Array =>
    version === 2
      ? box('infe', [3, 0, 0, 0], number(id, 4), [0, 0], type, '\0', more)
      : box('infe', [2, 0, 0, 0], number(id, 2), [0, 0], type, '\0', more)
  const items = [PICTURE, EXIF, XMP]
  const content = bytes(...items)
  const build = (start: number): Uint8Array<ArrayBuffer> => {
    let offset = isInside ? 0 : start
    const places = items.map((item, index) => {
      const at = offset
      offset += item.length
      return bytes(
        number(index + 1, idSize),
        version === 0 ? [] : number(isInside ? 1 : 0, 2),
        [0, 0],
        number(sizes.base > 0 ? at - 1 : 0, sizes.base),
        number(1, 2),
        number(sizes.base > 0 ? 1 : at, sizes.offset),
        number(item.length, sizes.length),
      )
    })
    const meta = box(
      'meta',
      [0, 0, 0, 0],
      box('hdlr', [0, 0, 0, 0], 'pict'),
      ...(isInside ? [box('idat', content)] : []),
      box(
        'iinf',
        [0, 0, 0, 0],
        number(3, 2),
        entry(1, 'av01'),
        entry(2, 'Exif'),
        entry(3, 'mime', `${xmpType}\0`),
      ),
      box(
        'iloc',
        [version, 0, 0, 0],
        [sizes.offset * 16 + sizes.length, sizes.base * 16],
        number(3, idSize),
        ...places,
      ),
    )
    const head = box('ftyp', brand, number(0, 4), 'mif1', brand)
    const whole = bytes(head, meta, isInside ? [] : box('mdat', content))
    return whole
  }
  // The places depend on how long what is before them is, which does not depend on the places.
  const start = build(0).length - content.length
  return build(start)
}

describe.each([
  ['AVIF as most write it', { brand: 'avif', version: 0 }],
  ['HEIC of a phone', { brand: 'heic', version: 1 }],
  ['long numbers of items', { brand: 'heix', version: 2 }],
  ['everything beside the table', { brand: 'avif', version: 1, isInside: true }],
  ['places from a base', { brand: 'mif1', version: 1, sizes: { offset: 4, length: 4, base: 4 } }],
  ['large files', { brand: 'heic', version: 1, sizes: { offset: 8, length: 8, base: 8 } }],
] as const satisfies readonly (readonly [string, Shape])[])('%s', (_what, shape) => {
  test('loses where it was taken, and nothing else', () => {
    const before = heif(shape)
    const after = withoutTraces(before)
    expect(after.length).toBe(before.length)
    expect(text(before)).toContain('52.5N')
    expect(text(after)).not.toContain('52.5N')
    expect(text(after)).not.toContain('13.4E')
    expect(text(after)).toContain(PICTURE)
    const changed = [...after.keys()].filter((at) => after[at] !== before[at])
    const [from, to] = [text(before).indexOf(EXIF), text(before).indexOf(XMP) + XMP.length]
    expect(changed.every((at) => at >= from && at < to)).toBe(true)
    // Whoever reads Exif finds a directory with nothing in it.
    expect(text(after).slice(from + 4, from + 14)).toBe('MM\0*\0\0\0\x08\0\0')
    // It was not changed itself: it may be somebody's.
    expect(text(before)).toContain('52.5N')
  })
})

test('an item that is something else is left alone', () => {
  const after = withoutTraces(heif({ brand: 'avif', version: 0, xmpType: 'text/plain' }))
  expect(text(after)).toContain(XMP)
  expect(text(after)).not.toContain('13.4E')
})

test('what is cut off anywhere is left as it is', () => {
  const whole = heif({ brand: 'heic', version: 1 })
  for (let length = 0; length < whole.length; length += 1) {
    const cut = whole.slice(0, length)
    const after = withoutTraces(cut)
    expect(after.length).toBe(length)
    if (after !== cut) expect(text(after)).not.toContain('13.4E')
  }
})

test('whatever is changed in it, it ends, and stays as long', () => {
  const whole = heif({ brand: 'avif', version: 1 })
  for (let at = 8; at < whole.length; at += 1) {
    for (const value of [0, 1, 255]) {
      const broken = whole.slice()
      broken[at] = value
      expect(withoutTraces(broken).length).toBe(whole.length)
    }
  }
})

test('other files of boxes are none', () => {
  const film = bytes(box('ftyp', 'isom', number(0, 4), 'mp42'), box('mdat', 'a film of 52.5N'))
  expect(withoutTraces(film)).toBe(film)
})
