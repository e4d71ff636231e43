import { expect, test } from 'vitest'
import { pictureOf } from '../../tests/support/pictures.ts'
import { headOfPicture } from './picture-head.ts'

const bytes = (...parts: readonly (readonly number[] | string)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part],
    ),
  )

const two = (value: number): number[] => [value >> 8, value & 255]
const four = (value: number): number[] => [...two(value >>> 16), ...two(value & 0xffff)]
const little = (value: number, length: number): number[] =>
  Array.from({ length }, (_, index) => (value >>> (index * 8)) & 255)

const segment = (marker: number, content: readonly number[]): number[] => [
  ...[0xff, marker, ...two(content.length + 2)],
  ...content,
]
const frame = (marker: number, width: number, height: number): number[] =>
  segment(marker, [8, ...two(height), ...two(width), 3])
const SCAN = [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]

const chunk = (name: string, content: readonly number[]): number[] => [
  ...four(content.length),
  ...bytes(name),
  ...content,
  ...four(0),
]
const PNG = [0x89, ...bytes('PNG\r\n'), 0x1a, 0x0a]
const pngOf = (width: number, height: number, ...chunks: readonly number[][]) =>
  bytes(PNG, chunk('IHDR', [...four(width), ...four(height), 8, 6, 0, 0, 0]), ...chunks)

const webpOf = (name: string, content: readonly number[]) =>
  bytes('RIFF', little(content.length + 12, 4), 'WEBP', name, little(content.length, 4), content)
const extended = (flags: number, width: number, height: number) =>
  webpOf('VP8X', [flags, 0, 0, 0, ...little(width - 1, 3), ...little(height - 1, 3)])

const jpeg = (width: number, height: number) => ({
  ...{ type: 'image/jpeg', width, height, isMoving: false },
})
const png = (width: number, height: number, isMoving = false) => ({
  ...{ type: 'image/png', width, height, isMoving },
})
const webp = (width: number, height: number, isMoving = false) => ({
  ...{ type: 'image/webp', width, height, isMoving },
})

test.each([
  ['a JPEG', bytes([0xff, 0xd8], frame(0xc0, 4_000, 3_000), SCAN), jpeg(4_000, 3_000)],
  ['one that comes in passes', bytes([0xff, 0xd8], frame(0xc2, 30, 20)), jpeg(30, 20)],
  [
    'one with tables and a profile before its size',
    bytes(
      [0xff, 0xd8],
      segment(
        0xe2,
        Array.from({ length: 60_000 }, () => 0xc0),
      ),
      segment(0xc4, [1, 2, 3]),
      [0xff, 0xff],
      frame(0xc1, 7, 9),
    ),
    jpeg(7, 9),
  ],
  ['a PNG', new Uint8Array(pictureOf(320, 200)), png(320, 200)],
  ['one with a profile', pngOf(3, 4, chunk('iCCP', [1, 2]), chunk('IDAT', [1])), png(3, 4)],
  ['one that moves', pngOf(3, 4, chunk('acTL', [1]), chunk('IDAT', [1])), png(3, 4, true)],
  // What comes after the first pixels moves nothing.
  ['one with a late word', pngOf(3, 4, chunk('IDAT', [1]), chunk('acTL', [1])), png(3, 4)],
  ['a WebP', extended(0x10, 16_383, 70_000), webp(16_383, 70_000)],
  ['one that moves', extended(0x02, 5, 6), webp(5, 6, true)],
  ['one without loss', webpOf('VP8L', [0x2f, ...little(639 | (479 << 14), 4)]), webp(640, 480)],
  [
    'one of a single frame',
    webpOf('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, ...little(1_920, 2), ...little(1_080 | 0x4000, 2)]),
    webp(1_920, 1_080),
  ],
])('%s says how large it is: %#', (_what, file, head) => {
  expect(headOfPicture(file)).toEqual(head)
})

test.each([
  ['nothing', bytes()],
  ['words', bytes('Just words, and a few more of them')],
  ['a GIF', bytes('GIF89a', little(3, 2), little(4, 2), [0, 0, 0])],
  ['a JPEG without a frame', bytes([0xff, 0xd8], segment(0xdb, [1]), SCAN)],
  ['a JPEG that ends before its size', bytes([0xff, 0xd8], [0xff, 0xc0, 0, 17, 8, 0])],
  ['a JPEG with something else in it', bytes([0xff, 0xd8], segment(0xdb, [1]), [1, 2, 3, 4])],
  ['a PNG without pixels', pngOf(3, 4)],
  ['a PNG of nothing', pngOf(0, 4, chunk('IDAT', [1]))],
  ['a PNG with a length that leads out of it', bytes(PNG, four(0xffffffff), 'IHDR', four(3))],
  ['a WebP of a kind that there is not', webpOf('VP9 ', [1, 2, 3, 4])],
  ['a RIFF of sound', bytes('RIFF', little(4, 4), 'WAVEfmt ')],
])('%s has none', (_what, file) => {
  expect(headOfPicture(file)).toBeNull()
})

test('a file that was cut anywhere is understood or not, and nothing worse', () => {
  const whole = [
    new Uint8Array(pictureOf(32, 20)),
    bytes([0xff, 0xd8], segment(0xdb, [1]), frame(0xc0, 30, 20), SCAN),
    extended(0x10, 30, 20),
  ]
  for (const file of whole) {
    for (let end = 0; end < file.length; end += 1) {
      const head = headOfPicture(file.slice(0, end))
      if (head) expect(head).toEqual(headOfPicture(file))
    }
  }
})
