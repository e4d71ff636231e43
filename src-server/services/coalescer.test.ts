import { expect, test } from 'vitest'
import type { SessionId } from '#shared/domain/ids.ts'
import type { Clock } from '../ports/clock.ts'
import { createCoalescer } from './coalescer.ts'

/** A clock that moves when told. */
function createFakeClock() {
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: Clock = {
    now: () => time,
    monotonic: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => (timers = timers.filter((other) => other !== timer))
    },
  }
  async function advance(ms: number): Promise<void> {
    time += ms
    const due = timers.filter(({ at }) => at <= time)
    timers = timers.filter(({ at }) => at > time)
    due.forEach(({ run }) => run())
    await Promise.resolve()
  }
  return { clock, advance }
}

const me = 'me' as SessionId

function setUp() {
  const { clock, advance } = createFakeClock()
  const told: (SessionId | undefined)[] = []
  const coalescer = createCoalescer({
    clock,
    onError: (error) => {
      throw error
    },
  })
  const request = (key = 'room') =>
    coalescer.request(key, me, async (except) => {
      told.push(except)
      return 100
    })
  return { advance, told, request }
}

test('the first change is told at once, without the one who knows already', async () => {
  const { told, request } = setUp()
  await request()
  expect(told).toEqual([me])
})

test('changes in quick succession are told once more at the end, to everybody', async () => {
  const { advance, told, request } = setUp()
  for (let index = 0; index < 50; index += 1) await request()
  expect(told).toEqual([me])
  await advance(99)
  expect(told).toEqual([me])
  await advance(1)
  expect(told).toEqual([me, undefined])
  await advance(1_000)
  expect(told).toEqual([me, undefined])
})

test('the rest also follows what was told late', async () => {
  const { advance, told, request } = setUp()
  await request()
  await request()
  await advance(100)
  await request()
  expect(told).toHaveLength(2)
  await advance(100)
  expect(told).toHaveLength(3)
})

test('rooms do not wait for each other', async () => {
  const { told, request } = setUp()
  await request('one')
  await request('other')
  expect(told).toHaveLength(2)
})
