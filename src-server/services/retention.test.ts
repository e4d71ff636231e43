import { expect, test } from 'vitest'
import type { RoomId } from '#shared/domain/ids.ts'
import { DEFAULT_ROOMS, type Room } from '#shared/domain/rooms.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { InstanceNews } from '../ports/instances.ts'
import type { ModerationStore } from '../ports/moderation-store.ts'
import type { RetentionStore, TrimRequest, Trimmed } from '../ports/retention-store.ts'
import type { RoomStore } from '../ports/room-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { createRetention } from './retention.ts'

const DAY = 86_400_000
const NOW = 1_700_000_000_000
const [general, music] = ['general', 'music'] as RoomId[]
const direct = 'direct-one-other' as RoomId

/** Everything around the service, with time that passes when it is told to. */
function createWorld(options: {
  rooms?: Partial<Record<string, number>>
  server?: number | null
  calls?: number
  trim?: (request: TrimRequest) => Trimmed | Promise<Trimmed>
  isClaimed?: boolean
}) {
  const trims: TrimRequest[] = []
  const forgotten: { before: number; calls: number }[] = []
  let calls = options.calls ?? 0
  const told: unknown[] = []
  const warnings: string[] = []
  const timers: { at: number; run: () => void; isOff: boolean }[] = []
  let [time, claims] = [0, 0]
  let hear: (news: InstanceNews) => void = () => {}

  const clock: Clock = {
    now: () => NOW + time,
    monotonic: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run, isOff: false }
      timers.push(timer)
      return () => void (timer.isOff = true)
    },
  }
  const rooms: Room[] = DEFAULT_ROOMS.map((room) => ({
    ...room,
    retentionDays: options.rooms?.[room.id] ?? null,
  }))
  const store: RetentionStore = {
    async trim(request) {
      trims.push(request)
      return (await options.trim?.(request)) ?? { upToSeq: 0, removed: 0, more: false }
    },
    directs: async () => [direct],
    async claim() {
      claims += 1
      return options.isClaimed !== true
    },
    release: async () => {},
  }
  const retention = createRetention({
    rooms: { list: async () => rooms } as unknown as RoomStore,
    moderation: {
      settings: async () => ({ retentionDays: options.server ?? null }),
    } as unknown as ModerationStore,
    store,
    calls: {
      async forget(before, max) {
        const now = Math.min(calls, max)
        calls -= now
        forgotten.push({ before, calls: now })
        return now
      },
    },
    instances: { tell: () => {}, listen: (listener) => void (hear = listener), missed: () => {} },
    broadcaster: {
      toRoom: (_: RoomId, name: string, payload: unknown) => void told.push([name, payload]),
    } as unknown as Broadcaster,
    clock,
    log: { info() {}, error() {}, warn: (_, text) => void warnings.push(text) },
  })

  return {
    retention,
    trims,
    forgotten,
    told,
    warnings,
    news: (news: InstanceNews) => hear(news),
    claims: () => claims,
    /** Lets time pass, and everything that was due come to its end. */
    async pass(ms: number) {
      const end = time + ms
      for (;;) {
        const next = timers.filter(({ at, isOff }) => !isOff && at <= end)
        const [first] = next.toSorted((one, other) => one.at - other.at)
        if (!first) break
        time = Math.max(time, first.at)
        first.isOff = true
        first.run()
        await new Promise((resolve) => setImmediate(resolve))
      }
      time = end
    },
  }
}

test('the shorter rule counts, and direct conversations follow the server', async () => {
  const world = createWorld({ rooms: { general: 7, music: 90 }, server: 30 })
  world.retention.start()
  await world.pass(10_000)
  const rules = world.trims.map(({ roomId, before, now }) => [roomId, (now - before) / DAY])
  expect(rules).toEqual([
    [general, 7],
    [music, 30],
    ['gaming', 30],
    [direct, 30],
  ])
})

test('without any rule nothing is asked of the store', async () => {
  const world = createWorld({})
  world.retention.start()
  await world.pass(3_600_000)
  expect(world.trims).toEqual([])
  expect(world.claims()).toBe(0)
})

test('a rule of one room concerns that room alone', async () => {
  const world = createWorld({ rooms: { music: 1 } })
  world.retention.start()
  await world.pass(10_000)
  expect(world.trims).toMatchObject([{ roomId: music, before: NOW + 2_000 - DAY }])
})

test('goes in steps, and tells of all of them once', async () => {
  let left = 5
  const world = createWorld({
    rooms: { general: 1 },
    trim: () => {
      left -= 1
      return { upToSeq: 100 - left, removed: 1, more: left > 0 }
    },
  })
  world.retention.start()
  await world.pass(10_000)
  expect(world.trims).toHaveLength(5)
  expect(world.told).toEqual([['room:trimmed', { roomId: general, upToSeq: 100 }]])
})

test('nobody is told of nothing', async () => {
  const world = createWorld({
    rooms: { general: 1 },
    trim: () => ({ upToSeq: 40, removed: 0, more: false }),
  })
  world.retention.start()
  await world.pass(10_000)
  expect(world.trims).toHaveLength(1)
  expect(world.told).toEqual([])
})

test('a store that fails half-way: what is gone is told, and it goes on later', async () => {
  let calls = 0
  const world = createWorld({
    rooms: { general: 1 },
    trim: () => {
      calls += 1
      if (calls === 2) throw new Unavailable('lost')
      return { upToSeq: calls, removed: 1, more: calls === 1 }
    },
  })
  world.retention.start()
  await world.pass(10_000)
  expect(world.told).toEqual([['room:trimmed', { roomId: general, upToSeq: 1 }]])
  expect(world.warnings).toHaveLength(1)
  await world.pass(3_600_000)
  expect(world.told.at(-1)).toEqual(['room:trimmed', { roomId: general, upToSeq: calls }])
  expect(calls).toBeGreaterThan(2)
})

test('the history of calls follows the server, in steps, and nothing else', async () => {
  const world = createWorld({ server: 30, calls: 120 })
  world.retention.start()
  await world.pass(10_000)
  const before = NOW + 2_000 - 30 * DAY
  expect(world.forgotten).toEqual([
    { before, calls: 50 },
    { before, calls: 50 },
    { before, calls: 20 },
  ])
  const ofOneRoom = createWorld({ rooms: { general: 1 }, calls: 120 })
  ofOneRoom.retention.start()
  await ofOneRoom.pass(10_000)
  expect(ofOneRoom.forgotten).toEqual([])
})

test('while another instance is at it, this one leaves it alone', async () => {
  const world = createWorld({ server: 1, isClaimed: true })
  world.retention.start()
  await world.pass(10_000)
  expect(world.claims()).toBe(1)
  expect(world.trims).toEqual([])
})

test('a changed rule is followed soon, and an end is an end', async () => {
  const world = createWorld({ rooms: { general: 1 } })
  world.retention.start()
  await world.pass(10_000)
  world.news({ kind: 'settings' })
  world.news({ kind: 'room', roomId: general as RoomId })
  world.news({ kind: 'person', personId: 'x' as never })
  await world.pass(10_000)
  expect(world.trims).toHaveLength(2)
  await world.retention.stop()
  world.news({ kind: 'settings' })
  await world.pass(3_600_000)
  expect(world.trims).toHaveLength(2)
})

test.each([
  ['ends before it would be looked at', 1_000],
  ['goes on for longer than that', 60_000],
])('a rule that changes during a run is followed soon after it, which %s', async (_, ms) => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const world = createWorld({
    rooms: { general: 1 },
    trim: () => held.then(() => ({ upToSeq: 0, removed: 0, more: false })),
  })
  world.retention.start()
  await world.pass(2_000)
  expect(world.trims).toHaveLength(1)
  world.news({ kind: 'settings' })
  await world.pass(ms)
  expect(world.trims).toHaveLength(1)
  release()
  await new Promise((resolve) => setImmediate(resolve))
  await world.pass(2_000)
  expect(world.trims).toHaveLength(2)
  await world.pass(599_000)
  expect(world.trims).toHaveLength(2)
  await world.pass(1_000)
  expect(world.trims).toHaveLength(3)
})
