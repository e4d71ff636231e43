import { describe, expect, test } from 'vitest'
import type { VoiceQuality } from '#shared/domain/audio.ts'
import {
  adviceFor,
  delayOf,
  gradeOf,
  millisecondsOf,
  percentOf,
  wayOf,
  wayOfCall,
} from './voice-grades.ts'

const measured = (more: Partial<VoiceQuality> = {}): VoiceQuality => ({
  roundTrip: 20,
  jitterBuffer: 30,
  loss: 0,
  ownLoss: 0,
  mouthToEar: 90,
  way: { isRelayed: false, isByTcp: false, port: 5000 },
  ...more,
})

describe('the one number', () => {
  test('is from mouth to ear', () => {
    expect(delayOf(measured())).toBe(90)
  })
  test('is to the server and back while nobody else is heard', () => {
    expect(delayOf(measured({ mouthToEar: null }))).toBe(20)
  })
  test('is unknown before anything was measured', () => {
    expect(delayOf(measured({ mouthToEar: null, roundTrip: null }))).toBeNull()
  })
})

describe('the grade', () => {
  test.each([
    [{ mouthToEar: 179 }, 'good'],
    [{ mouthToEar: 180 }, 'fair'],
    [{ mouthToEar: 299 }, 'fair'],
    [{ mouthToEar: 300 }, 'poor'],
    [{ loss: 0.019 }, 'good'],
    [{ loss: 0.02 }, 'fair'],
    [{ loss: 0.05 }, 'poor'],
    [{ mouthToEar: 200, loss: 0.2 }, 'poor'],
    [{ mouthToEar: null, roundTrip: null }, 'good'],
  ] as const)('of %j is %s', (more, grade) => {
    expect(gradeOf(measured(more))).toBe(grade)
  })
})

describe('the advice', () => {
  test('is none while all is well', () => {
    expect(adviceFor(measured())).toBeNull()
  })
  test('names the loss first, because it is what is heard', () => {
    expect(adviceFor(measured({ loss: 0.04, ownLoss: 0.04, roundTrip: 400 }))).toBe(
      'Your network loses 4 % of packets. A cable or a place nearer to the router helps.',
    )
  })
  test('blames the own network for what is sent in vain alone', () => {
    const heard = measured({ loss: 0.06, ownLoss: 0.01 })
    expect(adviceFor(heard)).toMatch(
      /^6 % of what you hear gets lost on the way\. If it is so with everybody/,
    )
    expect(adviceFor(heard, true)).toMatch(/here or at the other end\.$/)
    expect(adviceFor(measured({ loss: 0.06, ownLoss: 0.03 }))).toMatch(/^Your network loses 3 %/)
  })
  test('tells a long way from sound in bursts', () => {
    expect(adviceFor(measured({ roundTrip: 250, mouthToEar: 320 }))).toMatch(/^Everything arrives/)
    expect(adviceFor(measured({ jitterBuffer: 150, mouthToEar: 220 }))).toMatch(/in bursts/)
  })
  test('says that UDP is blocked when sound goes another way, and first what is heard of it', () => {
    const relayed = { way: { isRelayed: true, isByTcp: true, port: 5000 } }
    expect(adviceFor(measured(relayed))).toMatch(/^UDP port 5000 is blocked on the way/)
    const unknown = { way: { isRelayed: true, isByTcp: true, port: null } }
    expect(adviceFor(measured(unknown))).toMatch(/^UDP is blocked/)
    expect(adviceFor(measured({ ...relayed, loss: 0.04 }))).toMatch(/^4 % of what you hear/)
  })
  test('of a call that is relayed says why', () => {
    const by = (isByTcp: boolean) => measured({ way: { isRelayed: true, isByTcp, port: 5000 } })
    expect(adviceFor(by(true), true)).toMatch(
      /do not reach each other, .*, by TCP, which is slower/,
    )
    expect(adviceFor(by(false), true)).toMatch(
      /do not reach each other, so the call takes a way round\.$/,
    )
    expect(adviceFor(measured(), true)).toBeNull()
    expect(adviceFor(measured({ roundTrip: 250 }), true)).toMatch(
      /the way to the other one is long/,
    )
  })
  test('does not blame a network that is not the cause', () => {
    expect(adviceFor(measured({ mouthToEar: 310 }))).toMatch(/not because of your network/)
  })
})

test('the way is written for people', () => {
  expect(wayOf(null)).toBe('unknown')
  expect(wayOf({ isRelayed: false, isByTcp: false, port: 5000 })).toBe('direct')
  expect(wayOf({ isRelayed: true, isByTcp: true, port: 5000 })).toBe('by TCP, slower')
  expect(wayOfCall(null)).toBe('unknown')
  expect(wayOfCall({ isRelayed: false, isByTcp: false, port: 5000 })).toBe('direct')
  expect(wayOfCall({ isRelayed: true, isByTcp: true, port: 5000 })).toBe('relayed by TCP, slower')
  expect(wayOfCall({ isRelayed: true, isByTcp: false, port: 5000 })).toBe('relayed')
})

test('numbers are written for people', () => {
  expect(millisecondsOf(38.4)).toBe('38 ms')
  expect(millisecondsOf(null)).toBe('unknown')
  expect(percentOf(0)).toBe('0 %')
  expect(percentOf(0.002)).toBe('under 1 %')
  expect(percentOf(0.042)).toBe('4 %')
})
