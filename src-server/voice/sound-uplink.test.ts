import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { readRtcp } from './rtcp.ts'
import { createSoundWay, type SoundWay } from './sound-way.ts'

const listener = () => voiceStayIdSchema.parse(randomUUID())

/** A hundred packets, without one of so many. */
function send(way: SoundWay, from: number, lostOf = Infinity): void {
  for (let at = from; at < from + 100; at += 1) {
    if (at % lostOf !== 1) way.note({ sequenceNumber: at, timestamp: at * 960 }, at * 20)
  }
}

function lostBy(way: SoundWay, now: number, isAsked = false): number | null {
  const rtcp = way.report(7, now, isAsked)
  const [said] = rtcp ? readRtcp(rtcp) : []
  return said?.type === 'received' ? said.lost : null
}

test('what was lost on the way to the server is told', () => {
  const way = createSoundWay()
  send(way, 0, 4)
  expect(lostBy(way, 2_000)).toBeCloseTo(0.25, 1)
  send(way, 100)
  expect(lostBy(way, 4_000)).toBe(0)
})

test('nothing is told before anything has come, nor twice of the same, unless it is asked for', () => {
  const way = createSoundWay()
  expect(lostBy(way, 0, true)).toBeNull()
  send(way, 1)
  expect(lostBy(way, 2_000)).toBe(0)
  expect(lostBy(way, 3_000)).toBeNull()
  expect(lostBy(way, 3_000, true)).toBe(0)
})

test('of those who hear it, whoever loses most counts, up to a tenth', () => {
  const way = createSoundWay()
  const [ada, ben] = [listener(), listener()]
  way.noteLoss(ada, 0.05, 0)
  way.noteLoss(ben, 0.02, 0)
  send(way, 1)
  expect(lostBy(way, 0)).toBeCloseTo(0.05, 2)
  way.noteLoss(ada, 0, 0)
  expect(lostBy(way, 0, true)).toBeCloseTo(0.02, 2)
  way.noteLoss(ben, 0.6, 0)
  expect(lostBy(way, 0, true)).toBeCloseTo(0.1, 2)
})

test('what never came to the server was lost by listeners as well, and counts once', () => {
  const way = createSoundWay()
  send(way, 0, 20)
  way.noteLoss(listener(), 0.05, 0)
  expect(lostBy(way, 0)).toBeCloseTo(0.05, 1)
  expect(lostBy(way, 0, true)).toBeLessThan(0.06)
})

test('in all only that is lost which never came to the server', () => {
  const way = createSoundWay()
  send(way, 0, 20)
  way.noteLoss(listener(), 0.1, 0)
  const rtcp = way.report(7, 0)
  expect(rtcp?.readUIntBE(13, 3)).toBe(5)
})

test('who has not said anything for long, or hears it no more, does not count', () => {
  const way = createSoundWay()
  way.noteLoss(listener(), 0.05, 0)
  send(way, 1)
  expect(lostBy(way, 15_000)).toBeGreaterThan(0)
  expect(lostBy(way, 15_001, true)).toBe(0)
  const [ada, ben] = [listener(), listener()]
  way.noteLoss(ada, 0.05, 20_000)
  way.noteLoss(ben, 0.02, 20_000)
  way.forgetListener(ada)
  expect(lostBy(way, 20_000, true)).toBeCloseTo(0.02, 2)
  way.forgetListeners()
  expect(lostBy(way, 20_000, true)).toBe(0)
})
