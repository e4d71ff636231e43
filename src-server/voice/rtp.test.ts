import { describe, expect, test } from 'vitest'
import { numberRtp, readRtp, writeRtp } from './rtp.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('reading RTP', () => {
  test('a packet as Chromium sends it', () => {
    expect(readRtp(hex('90ef 1234 00000a00 00000001 bede0001 10940000 78aabbcc'))).toEqual({
      marker: true,
      sequenceNumber: 0x12_34,
      timestamp: 0x0a_00,
      level: 20,
      payload: hex('78aabbcc'),
    })
  })

  test('sources, other extensions and padding are stepped over', () => {
    const packet = readRtp(
      hex('b16f 0001 00000002 00000003 00000004 bede0002 22aabbcc 10ff0000 7801 000003'),
    )
    expect(packet).toMatchObject({ level: 127, payload: hex('7801') })
  })

  test('without a level it is null', () => {
    expect(readRtp(hex('806f 0001 00000002 00000003 7801'))?.level).toBeNull()
    expect(readRtp(hex('906f 0001 00000002 00000003 bede0001 f0940000 78'))?.level).toBeNull()
    expect(readRtp(hex('906f 0001 00000002 00000003 10000001 01019400 78'))?.level).toBeNull()
  })

  test.each([
    ['nothing', ''],
    ['half a header', '806f0001'],
    ['another version', '406f 0001 00000002 00000003 7801'],
    ['another payload type', '8060 0001 00000002 00000003 7801'],
    ['no payload', '806f 0001 00000002 00000003'],
    ['sources beyond its end', '8f6f 0001 00000002 00000003 7801'],
    ['an extension beyond its end', '906f 0001 00000002 00000003 bedeffff 10940000 78'],
    ['an extension without a length', '906f 0001 00000002 00000003 bede'],
    ['padding of nothing', 'a06f 0001 00000002 00000003 7800'],
    ['padding beyond its beginning', 'a06f 0001 00000002 00000003 78ff'],
  ])('%s is no packet', (_, bytes) => {
    expect(readRtp(hex(bytes))).toBeNull()
  })

  test('nothing that is too long for a datagram', () => {
    const header = hex('806f 0001 00000002 00000003')
    expect(readRtp(Buffer.concat([header, Buffer.alloc(1_200)]))).not.toBeNull()
    expect(readRtp(Buffer.concat([header, Buffer.alloc(1_201)]))).toBeNull()
  })
})

describe('writing RTP', () => {
  test.each([20, null])('what was written with level %s is read again', (level) => {
    const packet = { marker: true, timestamp: 0xff_ff_ff_ff, level, payload: hex('78aabb') }
    const bytes = writeRtp({ ...packet, ssrc: 7 })
    numberRtp(bytes, 65_535)
    expect(readRtp(bytes)).toEqual({ ...packet, sequenceNumber: 65_535 })
    expect(bytes.readUInt32BE(8)).toBe(7)
  })
})
