/** What the description before each piece of a VP8 frame says (RFC 7741, section 4.2). */
export interface Vp8Piece {
  /** It is the first piece of a picture that needs no other one. */
  readonly startsKeyFrame: boolean
  /** The number of the frame. */
  readonly pictureId: Vp8Number | null
  /** The number of the last frame that all later ones may build upon. */
  readonly base: Vp8Number | null
}

interface Vp8Number {
  readonly at: number
  readonly bits: 7 | 8 | 15
  readonly value: number
}

/** @returns null for what is no piece of a frame */
export function readVp8(payload: Buffer): Vp8Piece | null {
  const first = payload[0]
  if (first === undefined) return null
  let at = 1
  let pictureId: Vp8Number | null = null
  let base: Vp8Number | null = null
  if ((first & 0x80) !== 0) {
    const present = payload[at] ?? 0
    at += 1
    if ((present & 0x80) !== 0) {
      pictureId = readPictureId(payload, at)
      at += pictureId?.bits === 15 ? 2 : 1
    }
    if ((present & 0x40) !== 0) {
      base = { at, bits: 8, value: payload[at] ?? 0 }
      at += 1
    }
    if ((present & 0x30) !== 0) at += 1
  }
  const head = payload[at]
  if (head === undefined) return null
  // S is set and the partition is the first; then P is the lowest bit of the frame itself.
  return { startsKeyFrame: (first & 0x17) === 0x10 && (head & 0x01) === 0, pictureId, base }
}

function readPictureId(payload: Buffer, at: number): Vp8Number {
  const first = payload[at] ?? 0
  if ((first & 0x80) === 0) return { at, bits: 7, value: first }
  return { at, bits: 15, value: ((first & 0x7f) << 8) | (payload[at + 1] ?? 0) }
}

/** Lets frames of different people be one stream: their numbers go on where the last one stopped. */
export interface Vp8Numbers {
  /**
   * Writes the numbers of the lane into a copy of the payload.
   * @param isFirst of somebody else, or of somebody who counts anew
   */
  renumber(payload: Buffer, piece: Vp8Piece, isFirst: boolean): void
}

export function createVp8Numbers(): Vp8Numbers {
  const pictureIds = createCounter(15)
  const bases = createCounter(8)
  return {
    renumber(payload, { pictureId, base }, isFirst) {
      if (isFirst) [pictureIds, bases].forEach((each) => each.begin())
      if (pictureId) write(payload, pictureId, pictureIds.place(pictureId.value))
      if (base) write(payload, base, bases.place(base.value))
    },
  }
}

/** Goes on by one when it begins anew, whatever the numbers are. */
function createCounter(bits: number): { begin(): void; place(value: number): number } {
  const size = 2 ** bits
  let newest = 0
  let shift: number | null = null
  return {
    begin: () => void (shift = null),
    place(value) {
      shift ??= (newest + 1 - value + size) % size
      const placed = (value + shift) % size
      if ((placed - newest + size) % size < size / 2) newest = placed
      return placed
    },
  }
}

function write(payload: Buffer, { at, bits }: Vp8Number, value: number): void {
  if (bits === 15) payload.writeUInt16BE(0x80_00 | value, at)
  else payload[at] = value & (2 ** bits - 1)
}
