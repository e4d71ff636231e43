/**
 * Pictures of HEIF, which AVIF and HEIC are (ISO/IEC 23008-12 in the boxes of ISO/IEC 14496-12): what they
 * tell beside the picture is in items of their own. Their bytes are written over in place, because
 * everything else is found by its distance from the beginning of the file. How the picture is turned is a
 * property of the picture, and stays.
 */

const BRANDS: ReadonlySet<string> = new Set([
  ...['avif', 'avis', 'mif1', 'msf1', 'miaf'],
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'],
])

/** Exif without anything in it: no offset, the head of a TIFF, a directory of nothing, and no other one. */
const NO_EXIF = [0, 0, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]

const XMP_TYPE = 'application/rdf+xml'
const SPACE = 0x20

interface Box {
  readonly type: string
  /** Where its content begins and ends in the file. */
  readonly from: number
  readonly to: number
}

interface Extent {
  readonly from: number
  readonly to: number
}

type TraceKind = 'exif' | 'xmp'

/** What is not as it should be: then the file is left as it is. */
class Malformed extends Error {}

export const isHeif = (bytes: Uint8Array): boolean => {
  if (latin(bytes, 4, 8) !== 'ftyp') return false
  const size = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length)
  // The second one is a number and not a name.
  const places = Array.from({ length: Math.floor(size / 4) }, (_, index) => index * 4)
  return places.some((at) => at >= 8 && at !== 12 && BRANDS.has(latin(bytes, at, at + 4)))
}

/** @returns the same bytes where there is nothing to take away, or where they are not understood */
export function heifWithout(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    const traces = tracesIn(bytes)
    if (traces.length === 0) return bytes
    const cleaned = bytes.slice()
    for (const { kind, extents } of traces) erase(cleaned, kind, extents)
    return cleaned
  } catch (error) {
    if (error instanceof Malformed || error instanceof RangeError) return bytes
    throw error
  }
}

function erase(bytes: Uint8Array, kind: TraceKind, extents: readonly Extent[]): void {
  for (const [index, { from, to }] of extents.entries()) {
    bytes.fill(kind === 'xmp' ? SPACE : 0, from, to)
    const isWhole = extents.length === 1 && to - from >= NO_EXIF.length
    if (kind === 'exif' && index === 0 && isWhole) bytes.set(NO_EXIF, from)
  }
}

function tracesIn(
  bytes: Uint8Array<ArrayBuffer>,
): readonly { readonly kind: TraceKind; readonly extents: readonly Extent[] }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const meta = boxesIn(view, 0, bytes.length).find(({ type }) => type === 'meta')
  if (!meta) return []
  // Behind version and flags.
  const parts = boxesIn(view, meta.from + 4, meta.to)
  const find = (name: string): Box | undefined => parts.find(({ type }) => type === name)
  const [info, location] = [find('iinf'), find('iloc')]
  if (!info || !location) return []
  const kinds = kindsIn(view, bytes, info)
  if (kinds.size === 0) return []
  const places = placesIn(view, location, find('idat')?.from ?? null)
  return [...kinds].map(([id, kind]) => ({ kind, extents: places.get(id) ?? [] }))
}

function boxesIn(view: DataView, from: number, to: number): readonly Box[] {
  const boxes: Box[] = []
  let at = from
  while (at + 8 <= to) {
    const short = view.getUint32(at)
    const head = short === 1 ? 16 : 8
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short
    if (size < head || at + size > to) throw new Malformed()
    const type = latin(new Uint8Array(view.buffer, view.byteOffset), at + 4, at + 8)
    boxes.push({ type, from: at + head, to: at + size })
    at += size
  }
  return boxes
}

/** Which items tell something beside the picture, by their numbers. */
function kindsIn(view: DataView, bytes: Uint8Array, info: Box): ReadonlyMap<number, TraceKind> {
  const entries = info.from + 4 + (view.getUint8(info.from) === 0 ? 2 : 4)
  const kinds = new Map<number, TraceKind>()
  for (const { type, from, to } of boxesIn(view, entries, info.to)) {
    const version = view.getUint8(from)
    // Before these items had no types.
    if (type !== 'infe' || version < 2) continue
    const isLong = version > 2
    const id = isLong ? view.getUint32(from + 4) : view.getUint16(from + 4)
    const name = from + (isLong ? 10 : 8)
    const kind = kindOf(latin(bytes, name, name + 4), latin(bytes, name + 4, to))
    if (kind) kinds.set(id, kind)
  }
  return kinds
}

/** @param more its name and, of `mime`, the type of its content, each with a zero behind it */
function kindOf(type: string, more: string): TraceKind | null {
  if (type === 'Exif') return 'exif'
  return type === 'mime' && more.split('\0')[1] === XMP_TYPE ? 'xmp' : null
}

/** Where the bytes of each item are in the file. @param data where the content of `idat` begins */
function placesIn(
  view: DataView,
  { from, to }: Box,
  data: number | null,
): ReadonlyMap<number, readonly Extent[]> {
  const version = view.getUint8(from)
  if (version > 2) throw new Malformed()
  const sizes = view.getUint16(from + 4)
  const [offsetSize, lengthSize] = [sizes >> 12, (sizes >> 8) & 15]
  const [baseSize, indexSize] = [(sizes >> 4) & 15, version === 0 ? 0 : sizes & 15]
  let at = from + 6
  const read = (size: number): number => {
    if (![0, 2, 4, 8].includes(size) || at + size > to) throw new Malformed()
    const place = at
    at += size
    if (size === 8) return Number(view.getBigUint64(place))
    if (size === 4) return view.getUint32(place)
    return size === 2 ? view.getUint16(place) : 0
  }
  const isLong = version === 2
  const places = new Map<number, readonly Extent[]>()
  for (let left = read(isLong ? 4 : 2); left > 0; left -= 1) {
    const id = read(isLong ? 4 : 2)
    const method = version === 0 ? 0 : read(2) & 15
    // Of another file there is nothing here to erase.
    const isElsewhere = read(2) !== 0
    const base = read(baseSize)
    const extents: Extent[] = []
    for (let more = read(2); more > 0; more -= 1) {
      read(indexSize)
      const offset = base + read(offsetSize)
      const length = read(lengthSize)
      const start = method === 0 ? offset : (data ?? NaN) + offset
      extents.push({ from: start, to: start + length })
    }
    const isKnown = method < 2 && extents.every((extent) => isIn(view, extent))
    places.set(id, isElsewhere || !isKnown ? [] : extents)
  }
  return places
}

const isIn = (view: DataView, { from, to }: Extent): boolean =>
  from >= 0 && to > from && to <= view.byteLength

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))
