import { describe, expect, test } from 'vitest'
import { createAllowance } from './allowance.ts'
import { chooseLane } from './choose-lane.ts'
import { createLaneCursor, miss, nextNumber } from './lane-cursor.ts'
import { createLaneStream } from './lane-stream.ts'
import { createSpeech } from './speech.ts'

const packet = (sequenceNumber: number, timestamp: number) => ({ sequenceNumber, timestamp })

describe('the stream of a lane', () => {
  test('numbers and times go on across the ends of their ranges', () => {
    const stream = createLaneStream()
    const places = [packet(65_534, 0xff_ff_fc_40), packet(65_535, 0), packet(0, 960)].map((each) =>
      stream.place(each, 0),
    )
    expect(places.map((place) => place?.sequence)).toEqual([1, 2, 3])
    expect(places.map((place) => place?.timestamp)).toEqual([960, 1_920, 2_880])
    expect(places.map((place) => place?.isFirst)).toEqual([true, false, false])
  })

  test('somebody else goes on where the last one stopped, as much later as it is', () => {
    const stream = createLaneStream()
    stream.place(packet(100, 5_000), 0)
    stream.interrupt()
    expect(stream.place(packet(60_000, 77), 1_000)).toEqual({
      sequence: 2,
      timestamp: 960 + 48_000,
      isFirst: true,
    })
  })

  test('two at the same moment are one packet apart', () => {
    const stream = createLaneStream()
    stream.place(packet(1, 0), 5)
    stream.interrupt()
    expect(stream.place(packet(1, 0), 5)?.timestamp).toBe(1_920)
  })

  test('loss stays visible, and what comes late takes its own place', () => {
    const stream = createLaneStream()
    stream.place(packet(10, 0), 0)
    expect(stream.place(packet(13, 2_880), 60)?.sequence).toBe(4)
    expect(stream.place(packet(12, 1_920), 61)?.sequence).toBe(3)
    expect(stream.place(packet(14, 3_840), 80)?.sequence).toBe(5)
  })

  test('what is older than the beginning has no place', () => {
    const stream = createLaneStream()
    stream.place(packet(10, 0), 0)
    expect(stream.place(packet(9, 0), 0)).toBeNull()
  })

  test('a client that counts anew begins anew', () => {
    const stream = createLaneStream()
    stream.place(packet(30_000, 0), 0)
    expect(stream.place(packet(7, 0), 100)).toMatchObject({ sequence: 2, isFirst: true })
  })
})

describe('the numbers of one listener', () => {
  test('start at 1 and leave out what was missed, however much', () => {
    const cursor = createLaneCursor()
    expect([500, 501].map((sequence) => nextNumber(cursor, sequence))).toEqual([1, 2])
    miss(cursor)
    expect([90_000, 90_002].map((sequence) => nextNumber(cursor, sequence))).toEqual([3, 5])
  })

  test('a late packet from what was left out is not sent', () => {
    const cursor = createLaneCursor()
    nextNumber(cursor, 10)
    miss(cursor)
    nextNumber(cursor, 20)
    expect(nextNumber(cursor, 19)).toBeNull()
  })

  test('wrap at 16 bits', () => {
    const cursor = createLaneCursor()
    nextNumber(cursor, 1)
    expect(nextNumber(cursor, 65_536)).toBe(0)
  })
})

describe('who gets a lane', () => {
  const quiet = (spokeAt: number) => ({ isSpeaking: false, spokeAt })
  const loud = { isSpeaking: true, spokeAt: 0 }

  test('a free one first', () => expect(chooseLane([quiet(1), null, null])).toBe(1))
  test('then that of who spoke longest ago', () =>
    expect(chooseLane([loud, quiet(9), quiet(3), quiet(5)])).toBe(2))
  test('who never spoke goes first', () => expect(chooseLane([quiet(1), quiet(-Infinity)])).toBe(1))
  test('nobody who speaks loses theirs', () => expect(chooseLane([loud, loud])).toBeNull())
})

describe('who speaks', () => {
  test('begins with a loud packet and ends 300 ms after the last one', () => {
    const speech = createSpeech()
    speech.hear({ level: 51, length: 80 }, 0)
    expect(speech.isSpeaking(0)).toBe(false)
    speech.hear({ level: 50, length: 80 }, 100)
    speech.hear({ level: 90, length: 80 }, 200)
    expect(speech.isSpeaking(399)).toBe(true)
    expect(speech.isSpeaking(400)).toBe(false)
    expect(speech.spokeAt).toBe(100)
  })

  test('without levels the length tells', () => {
    const speech = createSpeech()
    speech.hear({ level: null, length: 3 }, 0)
    expect(speech.isSpeaking(0)).toBe(false)
    speech.hear({ level: null, length: 60 }, 0)
    expect(speech.isSpeaking(0)).toBe(true)
    speech.forget()
    expect(speech.isSpeaking(0)).toBe(false)
  })
})

test('a flood is cut off, and talk is not', () => {
  const flooding = createAllowance()
  const passed = Array.from({ length: 1_000 }, () => flooding.take(0)).filter(Boolean)
  expect(passed).toHaveLength(100)
  const talking = createAllowance()
  expect(Array.from({ length: 1_000 }, (_, index) => talking.take(index * 10)).every(Boolean)).toBe(
    true,
  )
})
