import { expect, test } from 'vitest'
import type { RoomId } from '#shared/domain/ids.ts'
import { DEFAULT_ROOMS, type Room } from '#shared/domain/rooms.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { InstanceNews } from '../ports/instances.ts'
import type { RoomStore } from '../ports/room-store.ts'
import { createMemoryPresenceStore } from '../store/memory/presence-store.ts'
import { createAnnouncer } from './announcer.ts'
import { createKnownRooms } from './known-rooms.ts'

const attic = { ...DEFAULT_ROOMS[0], id: 'attic', name: 'Attic' } as Room
const news: InstanceNews = { kind: 'room', roomId: 'attic' as RoomId }

/** One of several instances, with time that passes when it is told to. */
function createInstance() {
  let stored: readonly Room[] = DEFAULT_ROOMS
  let time = 0
  let timers: { readonly at: number; readonly run: () => void }[] = []
  let hear: (news: InstanceNews) => void = () => {}
  const told: string[] = []
  const clock: Clock = {
    now: () => time,
    monotonic: () => time,
    after(ms, run) {
      timers.push({ at: time + ms, run })
      return () => {}
    },
  }
  const rooms = createKnownRooms({
    rooms: { list: async () => stored } as RoomStore,
    instances: { tell: () => {}, listen: (listener) => (hear = listener), missed: () => {} },
  })
  const announcer = createAnnouncer({
    presence: createMemoryPresenceStore(),
    rooms,
    broadcaster: {
      toAll: (_name: string, list: readonly RoomWire[]) =>
        void told.push(list.map(({ id }) => id).join(' ')),
    } as unknown as Broadcaster,
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
  return {
    announcer,
    told,
    store: (list: readonly Room[]) => (stored = list),
    hearNews() {
      hear(news)
      announcer.checkRoomsSoon()
    },
    async pass(ms: number): Promise<void> {
      time += ms
      const due = timers.filter(({ at }) => at <= time)
      timers = timers.filter(({ at }) => at > time)
      due.forEach(({ run }) => run())
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('rooms that were told as they had been are told as they are, once', async () => {
  const { announcer, told, store, hearNews, pass } = createInstance()
  await announcer.roomsChanged()
  await pass(200)
  // Another instance makes a room and tells everybody; this one has not heard of it yet.
  store([...DEFAULT_ROOMS, attic])
  await announcer.roomsChanged()
  hearNews()
  hearNews()
  await pass(5_000)
  const before = 'general music gaming'
  expect(told).toEqual([before, before, `${before} attic`])
  await pass(5_000)
  expect(told).toHaveLength(3)
})

test('who told the change, or has told nothing, tells nothing again', async () => {
  const { announcer, told, store, hearNews, pass } = createInstance()
  store([...DEFAULT_ROOMS, attic])
  hearNews()
  await pass(5_000)
  expect(told).toEqual([])
  hearNews()
  await announcer.roomsChanged()
  await pass(5_000)
  expect(told).toEqual(['general music gaming attic'])
})
