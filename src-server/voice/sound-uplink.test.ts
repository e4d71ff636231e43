import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { readRtcp } from './rtcp.ts'
import { createSoundUplink, type SoundUplink } from './sound-uplink.ts'

const listener = () => voiceStayIdSchema.parse(randomUUID())

/** A hundred packets, without one of so many. */
function send(uplink: SoundUplink, from: number, lostOf = Infinity): void {
  for (let at = from; at < from + 100; at += 1) {
    if (at % lostOf !== 1) uplink.note({ sequenceNumber: at, timestamp: at * 960 }, at * 20)
  }
}

function lostBy(uplink: SoundUplink, now: number, isAsked = false): number | null {
  const rtcp = uplink.report(7, now, isAsked)
  const [said] = rtcp ? readRtcp(rtcp) : []
  return said?.type === 'received' ? said.lost : null
}

test('what was lost on the way to the server is told', () => {
  const uplink = createSoundUplink()
  send(uplink, 0, 4)
  expect(lostBy(uplink, 2_000)).toBeCloseTo(0.25, 1)
  send(uplink, 100)
  expect(lostBy(uplink, 4_000)).toBe(0)
})

test('nothing is told before anything has come, nor twice of the same, unless it is asked for', () => {
  const uplink = createSoundUplink()
  expect(lostBy(uplink, 0, true)).toBeNull()
  send(uplink, 1)
  expect(lostBy(uplink, 2_000)).toBe(0)
  expect(lostBy(uplink, 3_000)).toBeNull()
  expect(lostBy(uplink, 3_000, true)).toBe(0)
})

test('of those who hear it, whoever loses most counts, up to a tenth', () => {
  const uplink = createSoundUplink()
  const [ada, ben] = [listener(), listener()]
  uplink.noteLoss(ada, 0.05, 0)
  uplink.noteLoss(ben, 0.02, 0)
  send(uplink, 1)
  expect(lostBy(uplink, 0)).toBeCloseTo(0.05, 2)
  uplink.noteLoss(ada, 0, 0)
  expect(lostBy(uplink, 0, true)).toBeCloseTo(0.02, 2)
  uplink.noteLoss(ben, 0.6, 0)
  expect(lostBy(uplink, 0, true)).toBeCloseTo(0.1, 2)
})

test('what never came to the server was lost by listeners as well, and counts once', () => {
  const uplink = createSoundUplink()
  send(uplink, 0, 20)
  uplink.noteLoss(listener(), 0.05, 0)
  expect(lostBy(uplink, 0)).toBeCloseTo(0.05, 2)
})

test('in all only that is lost which never came to the server', () => {
  const uplink = createSoundUplink()
  send(uplink, 0, 20)
  uplink.noteLoss(listener(), 0.1, 0)
  const rtcp = uplink.report(7, 0)
  expect(rtcp?.readUIntBE(13, 3)).toBe(5)
})

test('who has not said anything for long, or hears it no more, does not count', () => {
  const uplink = createSoundUplink()
  uplink.noteLoss(listener(), 0.05, 0)
  send(uplink, 1)
  expect(lostBy(uplink, 15_000)).toBeGreaterThan(0)
  expect(lostBy(uplink, 15_001, true)).toBe(0)
  const [ada, ben] = [listener(), listener()]
  uplink.noteLoss(ada, 0.05, 20_000)
  uplink.noteLoss(ben, 0.02, 20_000)
  uplink.forgetListener(ada)
  expect(lostBy(uplink, 20_000, true)).toBeCloseTo(0.02, 2)
  uplink.forgetListeners()
  expect(lostBy(uplink, 20_000, true)).toBe(0)
})
