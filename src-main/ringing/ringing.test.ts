import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import type { QuietHours } from '#shared/domain/quiet-hours.ts'
import { TEST_RING_MS, type RingAnswer } from '#shared/ipc/ringing.ts'
import type { Ring, RingWay } from './ring-layer.ts'
import { PAGE_IS_LOST_AFTER_MS } from './ring-state.ts'
import { createRinging } from './ringing.ts'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-10T23:00:00') }))
afterEach(() => void vi.useRealTimers())

const callId = callIdSchema.parse('11111111-1111-4111-8111-111111111111')
const CALL = { callId, from: 'Anna', others: [] }

/** A way that rings, and one before it that can do nothing but fail. */
function setUp(quietHours: QuietHours | null = null) {
  const rings: Ring[] = []
  const told: RingAnswer[] = []
  let isRinging = false
  let opened = 0
  const broken: RingWay = {
    start() {
      throw new Error('There is no screen')
    },
    stop() {
      throw new Error('There is no screen')
    },
    report: () => [{ layer: 'Broken', ok: false, detail: 'There is no screen.' }],
  }
  const bell: RingWay = {
    start(ring) {
      rings.push(ring)
      isRinging = true
    },
    stop() {
      isRinging = false
    },
    report: () => [{ layer: 'Bell', ok: isRinging, detail: 'It rang.' }],
  }
  const ringing = createRinging({
    ways: [broken, bell],
    quietHours: () => quietHours,
    now: () => new Date(),
    newUuid: () => '33333333-3333-4333-8333-333333333333',
    tell: (answer) => void told.push(answer),
    openApp: () => void (opened += 1),
    warn: () => undefined,
  })
  const newest = (): Ring => {
    const ring = rings.at(-1)
    if (!ring) throw new Error('Nothing rang')
    return ring
  }
  return { ringing, rings, told, newest, isRinging: () => isRinging, opened: () => opened }
}

test('one way that fails does not keep another from ringing or from ending', () => {
  const { ringing, isRinging } = setUp()
  ringing.ring(CALL)
  expect(isRinging()).toBe(true)
  ringing.ring(null)
  expect(isRinging()).toBe(false)
})

test('accepting is told to the page and brings the window', () => {
  const { ringing, newest, told, isRinging, opened } = setUp()
  ringing.ring(CALL)
  newest().answer({ kind: 'accept' })
  expect(told).toEqual([{ callId, kind: 'accept' }])
  expect(isRinging()).toBe(false)
  expect(opened()).toBe(1)
})

test('declining leaves the window where it is', () => {
  const { ringing, told, opened } = setUp()
  ringing.ring(CALL)
  ringing.answer({ kind: 'decline', text: 'Later.' })
  expect(told).toEqual([{ callId, kind: 'decline', text: 'Later.' }])
  expect(opened()).toBe(0)
})

test('an answer while nothing rings is none', () => {
  const { ringing, told } = setUp()
  ringing.answer({ kind: 'accept' })
  expect(told).toEqual([])
})

test('it rings on while the page is gone, and ends when the page stays away', () => {
  const { ringing, isRinging } = setUp()
  ringing.ring(CALL)
  ringing.losePage()
  vi.advanceTimersByTime(PAGE_IS_LOST_AFTER_MS - 1)
  expect(isRinging()).toBe(true)
  vi.advanceTimersByTime(1)
  expect(isRinging()).toBe(false)
})

test('a page that is back in time does not let it ring anew', () => {
  const { ringing, isRinging, rings } = setUp()
  ringing.ring(CALL)
  ringing.losePage()
  vi.advanceTimersByTime(5_000)
  ringing.ring(CALL)
  vi.advanceTimersByTime(PAGE_IS_LOST_AFTER_MS)
  expect(isRinging()).toBe(true)
  expect(rings).toHaveLength(1)
})

test('in quiet hours each way is told so', () => {
  const { ringing, newest } = setUp({ from: '22:00', to: '07:00' })
  ringing.ring(CALL)
  expect(newest().isQuiet).toBe(true)
  ringing.ring(null)
  vi.setSystemTime(new Date('2026-03-11T07:00:00'))
  ringing.ring(CALL)
  expect(newest().isQuiet).toBe(false)
})

test('a test rings for its time, tells nobody and reports every way', async () => {
  const { ringing, newest, told, isRinging } = setUp({ from: '22:00', to: '07:00' })
  const outcome = ringing.test()
  expect(newest()).toMatchObject({ isTest: true, isQuiet: false })
  expect(isRinging()).toBe(true)
  vi.advanceTimersByTime(TEST_RING_MS)
  expect((await outcome).map(({ layer, ok }) => [layer, ok])).toEqual([
    ['Broken', false],
    ['Bell', true],
    ['Quiet hours', false],
  ])
  expect(isRinging()).toBe(false)
  expect(told).toEqual([])
})

test('a test that is answered is over, and nobody is told', async () => {
  const { ringing, newest, told, isRinging, opened } = setUp()
  const outcome = ringing.test()
  newest().answer({ kind: 'accept' })
  expect(await outcome).toHaveLength(2)
  expect(isRinging()).toBe(false)
  expect([told, opened()]).toEqual([[], 0])
})

test('a call takes the place of a test, and a test of no call', async () => {
  const { ringing, newest, isRinging } = setUp()
  const outcome = ringing.test()
  ringing.ring(CALL)
  expect(await outcome).toHaveLength(2)
  vi.advanceTimersByTime(TEST_RING_MS)
  expect(isRinging()).toBe(true)
  expect(newest().call).toEqual(CALL)
  expect(await ringing.test()).toMatchObject([{ layer: 'Call', ok: false }])
  expect(newest().isTest).toBe(false)
})
