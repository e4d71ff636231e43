/** A square drawing, as a PNG file of `size` by `size` pixels. */
export type Picture = { readonly size: number; readonly png: Buffer }

/**
 * A Windows icon: a six-byte header, one sixteen-byte entry per picture, then the PNG files.
 * https://en.wikipedia.org/wiki/ICO_(file_format)
 */
export function toIco(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)

  let offset = 6 + 16 * pictures.length
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    // One byte holds up to 255, so 0 stands for 256.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)])
}

/** Apple's names for PNG pictures, at one and at two pixels per point. */
const ICNS_TYPES: Readonly<Record<string, number>> = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
}

/**
 * A macOS icon: a header, then blocks of a four-letter type, a length and a PNG file.
 * https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
export function toIcns(pictures: readonly Picture[]): Buffer {
  const blocks = Object.entries(ICNS_TYPES).flatMap(([type, size]) => {
    const picture = pictures.find((candidate) => candidate.size === size)
    return picture === undefined ? [] : [block(type, picture.png)]
  })
  return block('icns', Buffer.concat(blocks))
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'ascii')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
