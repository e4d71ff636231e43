/** What the beginning of a picture's file says about it. */
export interface PictureHead {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp'
  /** Pixels, as they lie in the file: it may be turned before it is shown. */
  readonly width: number
  readonly height: number
  /** It has more than one frame. */
  readonly isMoving: boolean
}

/**
 * Reads how large a JPEG, PNG or WebP is without decoding it, for which there may not be the memory.
 *
 * @param bytes the beginning of the file, or all of it
 * @returns null for what is none of these, or is not understood
 */
export function headOfPicture(bytes: Uint8Array<ArrayBuffer>): PictureHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const head = jpegHead(view) ?? pngHead(view) ?? webpHead(view)
    return head && head.width > 0 && head.height > 0 ? head : null
  } catch (error) {
    // It ends before it has said it.
    if (error instanceof RangeError) return null
    throw error
  }
}

const JPEG_START = 0xffd8
const START_OF_SCAN = 0xda

/** Those of the markers from C0 to CF that begin no frame: tables, and one that is reserved. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc])

/** ITU T.81, annex B: segments with their length, up to the frame. */
function jpegHead(view: DataView): PictureHead | null {
  if (view.getUint16(0) !== JPEG_START) return null
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1)
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return { type: 'image/jpeg', width, height, isMoving: false }
    }
    if (marker === START_OF_SCAN) return null
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

const PNG_START = 0x89504e47

/** https://www.w3.org/TR/png-3/: what moves says so (`acTL`) before the first of its pixels (`IDAT`). */
function pngHead(view: DataView): PictureHead | null {
  if (view.getUint32(0) !== PNG_START || nameAt(view, 12) !== 'IHDR') return null
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  for (let at = 8; ; at += 12 + view.getUint32(at)) {
    const name = nameAt(view, at + 4)
    if (name !== 'IDAT' && name !== 'acTL') continue
    return { type: 'image/png', width, height, isMoving: name === 'acTL' }
  }
}

const WEBP_MOVES = 0x02

/** https://developers.google.com/speed/webp/docs/riff_container, and the first bytes of its two codecs. */
function webpHead(view: DataView): PictureHead | null {
  if (nameAt(view, 0) !== 'RIFF' || nameAt(view, 8) !== 'WEBP') return null
  const still = { type: 'image/webp', isMoving: false } as const
  switch (nameAt(view, 12)) {
    case 'VP8X': {
      const side = (at: number): number =>
        1 + view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000
      const isMoving = (view.getUint8(20) & WEBP_MOVES) !== 0
      return { ...still, width: side(24), height: side(27), isMoving }
    }
    case 'VP8L': {
      const sides = view.getUint32(21, true)
      return { ...still, width: 1 + (sides & 0x3fff), height: 1 + ((sides >>> 14) & 0x3fff) }
    }
    case 'VP8 ': {
      const side = (at: number): number => view.getUint16(at, true) & 0x3fff
      return { ...still, width: side(26), height: side(28) }
    }
    default:
      return null
  }
}

const nameAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)))
