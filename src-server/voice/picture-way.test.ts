import { describe, expect, test } from 'vitest'
import { createKeptPackets } from './kept-packets.ts'
import { createKeyFrames } from './key-frames.ts'
import { createLaneCursor, miss, nextNumber, sequenceOf } from './lane-cursor.ts'
import { createListenerBandwidth } from './listener-bandwidth.ts'
import { createLosses } from './losses.ts'
import { bitrateFor } from './picture-bitrate.ts'
import { createReception } from './reception.ts'

describe('what was lost on the way up', () => {
  test('is asked for at once and every 100 ms, ten times, across the end of the range', () => {
    const losses = createLosses()
    expect([65_534, 1].map(losses.note)).toEqual(['new', 'new'])
    const asked = Array.from({ length: 30 }, (_, tick) => losses.take(tick * 50))
    expect(asked.filter((numbers) => numbers.length > 0)).toEqual(
      Array.from({ length: 10 }, () => [65_535, 0]),
    )
    expect(asked.slice(0, 3)).toEqual([[65_535, 0], [], [65_535, 0]])
  })

  test('is no more asked for once it has come, and known when it comes twice', () => {
    const losses = createLosses()
    ;[10, 13].forEach(losses.note)
    expect(losses.note(12)).toBe('missed')
    expect(losses.note(12)).toBe('old')
    expect(losses.note(9)).toBe('old')
    expect(losses.take(0)).toEqual([11])
  })

  test('after a jump nothing of before is asked for', () => {
    const losses = createLosses()
    ;[10, 12, 12_000].forEach(losses.note)
    expect(losses.take(0)).toEqual([])
    ;[12_000, 12_900].forEach(losses.note)
    expect(losses.take(0)).toEqual([])
  })
})

describe('how packets arrive', () => {
  const packet = (sequenceNumber: number, timestamp = 0) => ({ sequenceNumber, timestamp })

  test('what was sent again was lost all the same', () => {
    const reception = createReception(90_000)
    expect(reception.report(7, 0)).toBeNull()
    ;[65_534, 65_535, 1, 2].forEach((number) => reception.note(packet(number), 0, false))
    reception.note(packet(0), 0, true)
    reception.noteReport(0x11_22_33_44, 1_000)
    expect(reception.report(7, 3_000)).toEqual({
      ssrc: 7,
      fractionLost: 51,
      totalLost: 1,
      highest: 0x1_00_02,
      jitter: 0,
      lastReport: 0x11_22_33_44,
      delay: 2 * 65_536,
    })
    reception.note(packet(3), 0, false)
    expect(reception.report(7, 4_000)).toMatchObject({ fractionLost: 0, totalLost: 1 })
  })

  test('jitter is a sixteenth of each difference: RFC 3550, section 6.4.1', () => {
    const reception = createReception(90_000)
    reception.note(packet(1, 0), 0, false)
    reception.note(packet(2, 3_000), 33 + 1 / 3 + 16, false)
    expect(reception.report(7, 0)?.jitter).toBe(90)
  })
})

describe('whole pictures', () => {
  test('are asked for once per 300 ms, and no wish is lost', () => {
    const asked: number[] = []
    let now = 0
    const keyFrames = createKeyFrames(() => asked.push(now))
    for (now = 0; now < 1_000; now += 50) {
      if (now <= 100) keyFrames.want(now)
      keyFrames.look(now, false)
    }
    expect(asked).toEqual([0, 300])
  })

  test('are asked for again for as long as somebody waits for one', () => {
    const asked: number[] = []
    let now = 0
    const keyFrames = createKeyFrames(() => asked.push(now))
    for (now = 0; now <= 1_000; now += 50) keyFrames.look(now, now < 900)
    expect(asked).toEqual([0, 500])
  })
})

describe('how much may be sent', () => {
  const camera = (rate: number) => ({ lane: 'camera', rate }) as const
  const screen = (rate: number) => ({ lane: 'screen', rate }) as const

  test('as much as is of use, when nobody says anything', () => {
    expect(bitrateFor('camera', [])).toBe(1_200_000)
    expect(bitrateFor('screen', [{ estimate: Infinity, others: [camera(9)] }])).toBe(3_000_000)
  })

  test('what the slowest has room for, and never less than can be seen', () => {
    const listeners = [900_000, 500_000].map((estimate) => ({ estimate, others: [] }))
    expect(bitrateFor('camera', listeners)).toBe(500_000)
    expect(bitrateFor('camera', [{ estimate: 50_000, others: [] }])).toBe(200_000)
  })

  test('a share of it, or what others leave free', () => {
    const busy = { estimate: 1_400_000, others: [screen(1_300_000)] }
    expect(bitrateFor('camera', [busy])).toBe(400_000)
    const still = { estimate: 1_000_000, others: [screen(20_000)] }
    expect(bitrateFor('camera', [still])).toBe(980_000)
  })
})

describe('what a listener has room for', () => {
  test('is what they say, for five seconds', () => {
    const bandwidth = createListenerBandwidth()
    expect(bandwidth.estimate(0)).toBe(Infinity)
    bandwidth.noteEstimate(700_000, 1_000)
    expect(bandwidth.estimate(6_000)).toBe(700_000)
    expect(bandwidth.estimate(6_001)).toBe(Infinity)
  })

  test('is less than they got when much of it was lost, once a second, and grows again', () => {
    const bandwidth = createListenerBandwidth()
    bandwidth.noteLoss(0.05, 1_000_000, 0)
    expect(bandwidth.estimate(0)).toBe(Infinity)
    bandwidth.noteLoss(0.5, 1_000_000, 1_000)
    bandwidth.noteLoss(0.5, 1_000_000, 1_500)
    expect(bandwidth.estimate(1_500)).toBe(750_000)
    bandwidth.noteLoss(0.05, 1_000_000, 3_000)
    expect(bandwidth.estimate(3_000)).toBe(750_000)
    bandwidth.noteLoss(0, 1_000_000, 4_000)
    expect(bandwidth.estimate(4_000)).toBe(810_000)
    for (let second = 5; second < 60; second += 1) bandwidth.noteLoss(0, 1_000_000, second * 1_000)
    expect(bandwidth.estimate(60_000)).toBe(Infinity)
  })
})

describe('what a listener loses', () => {
  test('counts also when a lane without loss is reported before it, every time', () => {
    const bandwidth = createListenerBandwidth()
    for (let second = 0; second < 5; second += 1) {
      bandwidth.noteLoss(0, 2_000_000, second * 1_000)
      bandwidth.noteLoss(0.5, 2_000_000, second * 1_000 + 10)
      bandwidth.noteLoss(0, 2_000_000, second * 1_000 + 20)
    }
    expect(bandwidth.estimate(5_000)).toBeLessThan(1_000_000)
  })

  test('after a bad minute is soon forgotten', () => {
    const bandwidth = createListenerBandwidth()
    for (let second = 0; second < 60; second += 1) bandwidth.noteLoss(0.9, 400_000, second * 1_000)
    expect(bandwidth.estimate(60_000)).toBe(200_000)
    for (let second = 60; second < 85; second += 1) bandwidth.noteLoss(0, 400_000, second * 1_000)
    expect(bandwidth.estimate(85_000)).toBeGreaterThan(1_200_000)
  })
})

test('packets are kept until 512 newer ones have come', () => {
  const kept = createKeptPackets()
  const packet = Buffer.from('x')
  kept.keep(1, packet)
  kept.keep(512, packet)
  expect(kept.get(1)).toBe(packet)
  kept.keep(513, packet)
  expect(kept.get(1)).toBeNull()
  kept.keep(1, packet)
  expect(kept.get(1)).toBeNull()
  kept.keep(90_000, packet)
  expect(kept.get(513)).toBeNull()
  expect(kept.newest).toBe(90_000)
})

describe('what a listener means by a number', () => {
  test('what was sent with it, across the end of the range', () => {
    const cursor = createLaneCursor()
    expect(cursor.isAway).toBe(true)
    nextNumber(cursor, 70_000)
    nextNumber(cursor, 70_000 + 65_540)
    expect(cursor.isAway).toBe(false)
    expect(sequenceOf(cursor, 5)).toBe(70_000 + 65_540)
    expect(sequenceOf(cursor, 65_535)).toBe(70_000 + 65_534)
    expect(sequenceOf(cursor, 6)).toBeNull()
  })

  test('nothing of before they were away', () => {
    const cursor = createLaneCursor()
    ;[10, 11].forEach((sequence) => nextNumber(cursor, sequence))
    miss(cursor)
    expect(sequenceOf(cursor, 2)).toBeNull()
    nextNumber(cursor, 50)
    expect(sequenceOf(cursor, 2)).toBeNull()
    expect(sequenceOf(cursor, 3)).toBe(50)
  })
})
