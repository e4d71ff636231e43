import { expect, test } from 'vitest'
import { createFrameReader, isStun, writeChannelData, type Frame } from './frames.ts'
import { METHOD, writeStun } from './stun.ts'

const message = writeStun(
  { kind: 'request', method: METHOD.allocate, transaction: Buffer.alloc(12, 1) },
  [{ type: 0x19, value: Buffer.from([17, 0, 0, 0]) }],
)
const data = writeChannelData(0x4001, Buffer.from('hello'))

function cut(pieces: readonly Buffer[]): { frames: Frame[]; isGood: boolean } {
  const reader = createFrameReader()
  const frames: Frame[] = []
  const isGood = pieces.every((piece) => reader.read(piece, (frame) => frames.push(frame)))
  return { frames, isGood }
}

const WHOLE = [
  { kind: 'stun', bytes: message },
  { kind: 'channel', channel: 0x4001, payload: Buffer.from('hello') },
  { kind: 'stun', bytes: message },
]

test('frames are found wherever the stream is cut', () => {
  const stream = Buffer.concat([message, data, message])
  expect(data).toHaveLength(12)
  for (let at = 0; at <= stream.length; at += 1) {
    const { frames, isGood } = cut([stream.subarray(0, at), stream.subarray(at)])
    expect(isGood).toBe(true)
    expect(frames).toEqual(WHOLE)
  }
  const bytes = [...stream].map((byte) => Buffer.from([byte]))
  expect(cut(bytes).frames).toEqual(WHOLE)
})

test.each([
  ['a channel that there cannot be', '50000004'],
  ['RTP', '80000000'],
  ['a message of a length that none has', '00030001'],
  ['a message that is too long', '00030800'],
  ['a channel with too much in it', '40000800'],
])('%s is no frame', (_name, hex) => {
  const bytes = Buffer.from(hex, 'hex')
  expect(cut([bytes]).isGood).toBe(false)
})

test('the first byte tells STUN from HTTP and TLS', () => {
  expect([0x00, 0x01].every(isStun)).toBe(true)
  expect(['G', 'P', 'O', 'H', '\n', '\r'].some((one) => isStun(one.charCodeAt(0)))).toBe(false)
  expect(isStun(0x16)).toBe(false)
})
