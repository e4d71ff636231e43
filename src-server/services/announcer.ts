import type { RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Broadcaster, RoomAudience } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import type { RoomStore } from '../ports/room-store.ts'
import { createCoalescer } from './coalescer.ts'
import { toPersonWire, toRoomWire } from './wire.ts'

/** Quiet rooms hear of every change at once; nobody can follow more than ten a second. */
const WINDOW_MIN_MS = 100

/**
 * A list of n people goes to n people for each of n arrivals. With a window that grows with n, what
 * is sent per second grows with n instead of with its cube: 300 people hear at most once a second.
 */
const WINDOW_MS_PER_PERSON = 3

export type Announcer = ReturnType<typeof createAnnouncer>

/** Tells who is where, to others at a bounded pace, to the one who asks at once. */
export function createAnnouncer(deps: {
  readonly presence: PresenceStore
  readonly rooms: RoomStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
}) {
  const { presence, rooms, broadcaster, clock, log } = deps
  const coalescer = createCoalescer({
    clock,
    onError: (error) => log.error({ error }, 'could not announce who is where'),
  })

  const usersOf = async (roomId: RoomId) => (await presence.peopleIn(roomId)).map(toPersonWire)

  async function roomList() {
    const [all, counts] = await Promise.all([rooms.list(), presence.counts()])
    return all.map((room) => toRoomWire(room, counts.get(room.id) ?? 0))
  }

  const windowFor = (people: number): number =>
    Math.max(WINDOW_MIN_MS, people * WINDOW_MS_PER_PERSON)

  return {
    roomList,

    /** `room:users` to everybody in the room but `except`, who gets it by itself. */
    async usersChanged(roomId: RoomId, audience?: RoomAudience): Promise<void> {
      await coalescer.request(`room:${roomId}`, audience?.except, async (except) => {
        const users = await usersOf(roomId)
        broadcaster.toRoom(roomId, 'room:users', users, audienceWithout(except))
        return windowFor(users.length)
      })
    },

    /** `rooms:list` to everybody but `except`. */
    async roomsChanged(audience?: RoomAudience): Promise<void> {
      await coalescer.request('rooms', audience?.except, async (except) => {
        broadcaster.toAll('rooms:list', await roomList(), audienceWithout(except))
        return windowFor(await presence.total())
      })
    },

    async tellUsers(sessionId: SessionId, roomId: RoomId): Promise<void> {
      broadcaster.toSession(sessionId, 'room:users', await usersOf(roomId))
    },

    async tellRooms(sessionId: SessionId): Promise<void> {
      broadcaster.toSession(sessionId, 'rooms:list', await roomList())
    },
  }
}

const audienceWithout = (except: SessionId | undefined): RoomAudience | undefined =>
  except === undefined ? undefined : { except }
