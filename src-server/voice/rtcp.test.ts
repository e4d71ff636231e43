import { describe, expect, test } from 'vitest'
import { readRtcp, writeNack, writePli, writeReceiverReport, writeRemb } from './rtcp.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('what is said', () => {
  test('a picture is wanted: RFC 4585, section 6.3.1', () => {
    expect(writePli(0xaa_bb_cc_dd)).toEqual(hex('81ce 0002 70630001 aabbccdd'))
  })

  test('what was lost: RFC 4585, section 6.2.1', () => {
    // 16 after the first one is its last bit, 17 after it the next entry, across the end of the range.
    expect(writeNack(7, [65_530, 65_531, 10, 11, 300])).toEqual(
      hex('81cd 0005 70630001 00000007 fffa 8001 000b 0000 012c 0000'),
    )
  })

  test('how it arrives: RFC 3550, section 6.4.2', () => {
    const block = {
      ssrc: 7,
      fractionLost: 64,
      totalLost: 3,
      highest: 0x1_00_02,
      jitter: 90,
      lastReport: 0x11_22_33_44,
      delay: 65_536,
    }
    expect(writeReceiverReport([block])).toEqual(
      hex('81c9 0007 70630001 00000007 40000003 00010002 0000005a 11223344 00010000'),
    )
    expect(writeReceiverReport([])).toEqual(hex('80c9 0001 70630001'))
  })

  test('how much may come: draft-alvestrand-rmcat-remb, section 2.2', () => {
    // 150,000 times 2 to the 3.
    expect(writeRemb([7, 8], 1_200_000)).toEqual(
      hex('8fce 0006 70630001 00000000 52454d42 02 0e49f0 00000007 00000008'),
    )
    expect(readRtcp(writeRemb([7], 262_143))).toEqual([{ type: 'bandwidth', bitrate: 262_143 }])
  })
})

describe('what is understood', () => {
  test('everything in one datagram', () => {
    const report = '81c8 000c 00000009 11112222 33334444 00000000 00000001 00000002'
    const block = '00000007 80000001 00000001 00000000 00000000 00000000'
    const compound = Buffer.concat([
      hex(report + block),
      writePli(5),
      writeNack(6, [65_535, 3]),
      writeRemb([], 300_000),
    ])
    expect(readRtcp(compound)).toEqual([
      { type: 'sent', ssrc: 9, time: 0x22_22_33_33 },
      { type: 'received', ssrc: 7, lost: 0.5 },
      { type: 'key-frame', ssrc: 5 },
      { type: 'lost', ssrc: 6, numbers: [65_535, 3] },
      { type: 'bandwidth', bitrate: 300_000 },
    ])
  })

  test('whole pictures asked for by RFC 5104, section 4.3.1', () => {
    expect(
      readRtcp(hex('84ce 0006 00000001 00000000 00000007 01000000 00000008 02000000')),
    ).toEqual([
      { type: 'key-frame', ssrc: 7 },
      { type: 'key-frame', ssrc: 8 },
    ])
  })

  test.each([
    ['nothing', ''],
    ['half a header', '81ce'],
    ['more promised than there is', '81ce 0009 00000001 00000002'],
    ['another version', '41ce 0002 00000001 00000002'],
    ['a request without its source', '81ce 0001 00000001'],
    ['a block without its end', '81c9 0002 00000001 00000007'],
    ['another application', '8fce 0004 00000001 00000000 12345678 00000000'],
    ['other kinds', '81ca 0001 00000001 81cb 0001 00000001'],
  ])('%s is nothing', (_, bytes) => expect(readRtcp(hex(bytes))).toEqual([]))

  test('what comes before the senseless part counts', () => {
    expect(readRtcp(Buffer.concat([writePli(5), hex('81ce 0009 00')]))).toHaveLength(1)
  })
})
