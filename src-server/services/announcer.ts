import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'
import type { Broadcaster, RoomAudience } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { PresenceStore } from '../ports/presence-store.ts'
import { createCoalescer } from './coalescer.ts'
import type { KnownRooms } from './known-rooms.ts'
import type { Session } from './session.ts'
import { toPersonWire, toRoomWire } from './wire.ts'

/** Quiet rooms hear of every change at once; nobody can follow more than ten a second. */
const WINDOW_MIN_MS = 100

/**
 * A list of n people goes to n people for each of n arrivals. With a window that grows with n, what
 * is sent per second grows with n instead of with its cube: 300 people hear at most once a second.
 */
const WINDOW_MS_PER_PERSON = 3

/** By then a list that was being made when the rooms changed elsewhere has been told. */
const CHECK_AFTER_MS = 1_000

export type Announcer = ReturnType<typeof createAnnouncer>

/** Tells who is where, to others at a bounded pace, to the one who asks at once. */
export function createAnnouncer(deps: {
  readonly presence: PresenceStore
  readonly rooms: KnownRooms
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
}) {
  const { presence, rooms, broadcaster, clock, log } = deps
  const coalescer = createCoalescer({
    clock,
    onError: (error) => log.error({ error }, 'could not announce who is where'),
  })

  /** The rooms that this instance told everybody of last; null before the first time. */
  let told: string | null = null
  let isCheckDue = false

  const usersOf = async (roomId: RoomId) => (await presence.peopleIn(roomId)).map(toPersonWire)

  const windowFor = (people: number): number =>
    Math.max(WINDOW_MIN_MS, people * WINDOW_MS_PER_PERSON)

  async function list(isShown: (room: Room) => boolean): Promise<RoomWire[]> {
    const counts = await presence.counts()
    // Last, so that what is told is what is known at that moment.
    const all = await rooms.list()
    return all.filter(isShown).map((room) => toRoomWire(room, counts.get(room.id) ?? 0))
  }

  /** Those that everybody may know of. */
  const roomList = (): Promise<RoomWire[]> => list(({ access }) => access !== 'private')

  async function privateRoomsOf(personId: PersonId): Promise<RoomWire[]> {
    const all = (await rooms.list()).filter(({ access }) => access === 'private')
    const mine = await Promise.all(
      all.map(async ({ id }) => ((await rooms.membersOf(id)).has(personId) ? id : null)),
    )
    return list(({ id }) => mine.includes(id))
  }

  const tellOwners = async (personIds: Iterable<PersonId>): Promise<void> => {
    for (const personId of personIds) {
      broadcaster.toPerson(personId, 'rooms:mine', await privateRoomsOf(personId))
    }
  }

  /** `rooms:mine` to a session, unless there are none. */
  async function tellMineTo(sessionId: SessionId, personId: PersonId): Promise<void> {
    const mine = await privateRoomsOf(personId)
    if (mine.length > 0) broadcaster.toSession(sessionId, 'rooms:mine', mine)
  }

  /** `rooms:mine` to whoever belongs to a private room of which something has changed. */
  async function mineChanged(roomId: RoomId): Promise<void> {
    if ((await rooms.find(roomId))?.access !== 'private') return
    await coalescer.request(`mine:${roomId}`, undefined, async () => {
      const members = await rooms.membersOf(roomId)
      await tellOwners(members)
      return windowFor(members.size)
    })
  }

  /** `rooms:list` to everybody but `except`. */
  async function roomsChanged(audience?: RoomAudience): Promise<void> {
    await coalescer.request('rooms', audience?.except, async (except) => {
      const listed = await roomList()
      told = withoutCounts(listed)
      broadcaster.toAll('rooms:list', listed, audienceWithout(except))
      return windowFor(await presence.total())
    })
  }

  async function checkRooms(): Promise<void> {
    if (told !== null && told !== withoutCounts(await roomList())) await roomsChanged()
  }

  return {
    roomList,

    /** `room:users` to everybody in the room but `except`, who gets it by itself. */
    async usersChanged(roomId: RoomId, audience?: RoomAudience): Promise<void> {
      await coalescer.request(`room:${roomId}`, audience?.except, async (except) => {
        const users = await usersOf(roomId)
        broadcaster.toPresent(roomId, 'room:users', users, audienceWithout(except))
        return windowFor(users.length)
      })
      await mineChanged(roomId)
    },

    mineChanged,

    /** `rooms:mine` to these people at once: rooms have been added to theirs or taken away. */
    tellMine: tellOwners,

    tellMineTo,

    /** Both lists, to somebody who has just connected. */
    async tellAllRooms({ id, person }: Pick<Session, 'id' | 'person'>): Promise<void> {
      broadcaster.toSession(id, 'rooms:list', await roomList())
      if (person) await tellMineTo(id, person.id)
    },

    roomsChanged,

    /**
     * A room has changed, perhaps through another instance, which told everybody. What this one told
     * meanwhile came from what it remembered; if it came last, everybody is told anew.
     */
    checkRoomsSoon(): void {
      if (isCheckDue) return
      isCheckDue = true
      clock.after(CHECK_AFTER_MS, () => {
        isCheckDue = false
        // A store that cannot be asked now has been lost, and then everything is looked at anew.
        checkRooms().catch(() => undefined)
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

const withoutCounts = (rooms: readonly RoomWire[]): string =>
  JSON.stringify(rooms.map((room) => ({ ...room, users: 0 })))

const audienceWithout = (except: SessionId | undefined): RoomAudience | undefined =>
  except === undefined ? undefined : { except }
