import { describe, expect, test } from 'vitest'
import { payloadOf, readPicture, stampPicture, writePicture } from './picture-rtp.ts'
import { createVp8Numbers, readVp8 } from './vp8.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('packets of pictures', () => {
  test('one as Chromium sends it, with the time of sending beside it', () => {
    const bytes = hex('90e0 1234 00000a00 00000007 bede0001 32abcdef 9080810000aabb')
    expect(readPicture(bytes)).toEqual({
      ssrc: 7,
      marker: true,
      sequenceNumber: 0x12_34,
      timestamp: 0x0a_00,
      payload: hex('9080810000aabb'),
    })
  })

  test('nothing but padding has a number all the same', () => {
    expect(readPicture(hex('a060 0001 00000002 00000003 000003'))?.payload).toHaveLength(0)
  })

  test.each([
    ['sound', '806f 0001 00000002 00000003 7801'],
    ['half a header', '80600001'],
    ['padding beyond its beginning', 'a060 0001 00000002 00000003 78ff'],
  ])('%s is none', (_, bytes) => expect(readPicture(hex(bytes))).toBeNull())

  test('written anew it has the source of the lane, and number and time of each sending', () => {
    const payload = hex('9080810000aabb')
    const written = writePicture({ ssrc: 0x70_62_00_01, marker: true, timestamp: 90_000, payload })
    stampPicture(written, 65_535, 1_500)
    // 1.5 s with 18 bits after the point.
    expect(written).toEqual(hex('90e0 ffff 00015f90 70620001 bede0001 32060000 9080810000aabb'))
    expect(readPicture(written)).toMatchObject({ sequenceNumber: 65_535, payload })
    expect(payloadOf(written)).toEqual(payload)
    // 64 s are all that the time has room for.
    stampPicture(written, 1, 64_000 + 1_500)
    expect(written.readUIntBE(17, 3)).toBe(0x06_00_00)
  })
})

describe('pieces of VP8', () => {
  test.each([
    ['the first piece of a whole picture', '10 00', true],
    ['with numbers', '90 c0 8123 07 00', true],
    ['one that builds upon others', '10 01', false],
    ['a later piece', '00 00', false],
    ['the first piece of a later partition', '11 00', false],
  ])('%s', (_, bytes, startsKeyFrame) => {
    expect(readVp8(hex(bytes))?.startsKeyFrame).toBe(startsKeyFrame)
  })

  test.each([
    ['nothing', ''],
    ['a description alone', '10'],
    ['one that promises more', '90 80 81'],
    ['numbers without a frame', '90 f0 8123 07 00'],
  ])('%s is none', (_, bytes) => expect(readVp8(hex(bytes))).toBeNull())

  const renumbered = (
    numbers: ReturnType<typeof createVp8Numbers>,
    bytes: string,
    isFirst = false,
  ) => {
    const payload = hex(bytes)
    const piece = readVp8(payload)
    if (piece) numbers.renumber(payload, piece, isFirst)
    return payload.toString('hex')
  }

  test('the numbers of somebody else go on where the last ones stopped', () => {
    const numbers = createVp8Numbers()
    expect(renumbered(numbers, '90c0 ffff fe 00', true)).toBe('90c080010100')
    expect(renumbered(numbers, '90c0 8001 00 01')).toBe('90c080030301')
    // Late, from before the last one.
    expect(renumbered(numbers, '90c0 8000 ff 01')).toBe('90c080020201')
    expect(renumbered(numbers, '90c0 8123 80 00', true)).toBe('90c080040400')
    expect(renumbered(numbers, '9080 05 01', true)).toBe('90800501')
    expect(renumbered(numbers, '10 01')).toBe('1001')
  })
})
