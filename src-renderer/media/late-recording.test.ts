import { expect, test } from 'vitest'
import { beginningLater, withSilenceBefore } from './late-recording.ts'

const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]

/** One voice packet at a time within its cluster. */
const block = (at: number, voice: number): number[] => [
  0xa3,
  0x85,
  0x82,
  at >> 8,
  at & 0xff,
  0x80,
  voice,
]

/** A cluster as browsers write it: it goes on until the next one begins. */
const cluster = (time: number[], ...blocks: number[][]): number[] => [
  ...[0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN],
  ...[0xe7, 0x80 | time.length, ...time],
  ...blocks.flat(),
]

const HEAD = [0x1a, 0x45, 0xdf, 0xa3, 0x81, 0x01]
const INFO = [0x15, 0x49, 0xa9, 0x66, 0x82, 0x07, 0x07]
const SEEK_HEAD = [0x11, 0x4d, 0x9b, 0x74, 0x81, 0x00]
const TRACKS = [0x16, 0x54, 0xae, 0x6b, 0x81, 0x09]

const recording = new Uint8Array([
  ...HEAD,
  ...[0x18, 0x53, 0x80, 0x67, ...UNKNOWN],
  ...SEEK_HEAD,
  ...INFO,
  ...TRACKS,
  ...cluster([0], block(0, 0x11), block(20, 0x22)),
  ...cluster([0x13, 0x88], block(0, 0x33)),
])

/** What a player would find: the time of each packet in milliseconds, and what it holds. */
function played(bytes: Uint8Array): { readonly at: number; readonly packet: string }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const found: { at: number; packet: string }[] = []
  let base = 0
  let at = HEAD.length + 12 + INFO.length + TRACKS.length
  while (at < bytes.length) {
    if (view.getUint32(at) === 0x1f43b675) {
      base = Number(view.getBigUint64(at + 14))
      at += 22
      continue
    }
    const length = view.getUint8(at + 1) & 0x7f
    expect([view.getUint8(at), view.getUint8(at + 2)]).toEqual([0xa3, 0x82])
    const packet = [...bytes.slice(at + 6, at + 2 + length)]
      .map((byte) => byte.toString(16))
      .join(' ')
    found.push({ at: base + view.getInt16(at + 3), packet })
    at += 2 + length
  }
  return found
}

const flat = (parts: readonly Uint8Array[] | null): Uint8Array =>
  new Uint8Array((parts ?? []).flatMap((part) => [...part]))

test('silence comes first, without a hole, and everything that was said comes so much later', () => {
  const packets = played(flat(withSilenceBefore(recording, 60_040)))
  const silent = packets.slice(0, -3)
  expect(silent.map(({ at }) => at)).toEqual(
    Array.from({ length: 3_002 }, (_, index) => index * 20),
  )
  expect(new Set(silent.map(({ packet }) => packet))).toEqual(new Set(['f8 ff fe']))
  expect(packets.slice(-3)).toEqual([
    { at: 60_040, packet: '11' },
    { at: 60_060, packet: '22' },
    { at: 65_040, packet: '33' },
  ])
})

test('what the file says of itself stays, but for where things are in it', () => {
  const bytes = [...flat(withSilenceBefore(recording, 20))]
  expect(bytes.slice(0, HEAD.length)).toEqual(HEAD)
  expect(bytes.slice(HEAD.length + 12, HEAD.length + 12 + INFO.length + TRACKS.length)).toEqual([
    ...INFO,
    ...TRACKS,
  ])
})

test('the time is rounded to whole packets, and nothing is done for none', async () => {
  const file = new Blob([recording], { type: 'audio/webm' })
  expect(await beginningLater(file, 9)).toBe(file)
  const later = await beginningLater(file, 31)
  expect(later.type).toBe('audio/webm')
  expect(played(new Uint8Array(await later.arrayBuffer())).map(({ at }) => at)).toEqual([
    0, 20, 40, 60, 5_040,
  ])
})

test.each([
  ['nothing', []],
  ['text', [...'This is no recording at all.'].map((letter) => letter.charCodeAt(0))],
  ['zeroes', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['a head without sound', [...recording.slice(0, 40)]],
])('%s stays as it is', async (_what, bytes) => {
  const file = new Blob([new Uint8Array(bytes)])
  expect(await beginningLater(file, 1_000)).toBe(file)
})

test('a recording that was cut off anywhere is still made into something', () => {
  for (let end = 0; end <= recording.length; end += 1) {
    expect(() => withSilenceBefore(recording.slice(0, end), 40)).not.toThrow()
  }
})
