import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { DEFAULT_ROOMS, ROOM_DEFAULTS, type Room } from '#shared/domain/rooms.ts'
import type { CreateOutcome, RoomStore } from '../../ports/room-store.ts'
import type { RetentionStore } from '../../ports/retention-store.ts'
import type { PasswordHash } from '../../ports/secrets.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { createRoomErasing } from './room-erasing.ts'
import {
  ADD_MEMBER,
  CREATE_ROOM,
  REMOVE_MEMBER,
  REMOVE_ROOM,
  SET_PASSWORD,
  UPDATE_ROOM,
} from './room-scripts.ts'

export interface StoredRoom extends Room {
  readonly position: number
}

export function createRoomStore(
  link: Link,
  keys: Keys,
  retention: RetentionStore,
): RoomStore & { finishErasing(): void } {
  const erasing = createRoomErasing(link, keys, retention)

  return {
    finishErasing: erasing.finish,

    async list() {
      const stored = await link.ask((redis) => redis.hvals(keys.rooms))
      return stored
        .map((text) => JSON.parse(text) as StoredRoom)
        .toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1))
        .map(toRoom)
    },

    async create({ room, passwordHash, members, roomsMax }) {
      const { rooms, deletedRooms, roomPasswords } = keys
      const ofRoom = [keys.lastSeq(room.id), keys.members(room.id)]
      const created = await link.run(
        CREATE_ROOM,
        [rooms, deletedRooms, roomPasswords, ...ofRoom, ...members.map(keys.membershipsOf)],
        [room.id, JSON.stringify(room), passwordHash ?? '', roomsMax, ...members],
      )
      return created as CreateOutcome
    },

    async update(id, change) {
      const json = await link.run(UPDATE_ROOM, [keys.rooms], [id, JSON.stringify(change)])
      return json === null ? null : toRoom(JSON.parse(json as string) as StoredRoom)
    },

    async setPassword(id, hash) {
      await link.run(SET_PASSWORD, [keys.rooms, keys.roomPasswords], [id, hash ?? ''])
    },

    passwordOf: (id) =>
      link.ask((redis) => redis.hget(keys.roomPasswords, id)) as Promise<PasswordHash | null>,

    async remove(id) {
      const { rooms, deletedRooms, unfinishedRooms, roomPasswords } = keys
      const removed = await link.run(
        REMOVE_ROOM,
        [rooms, deletedRooms, unfinishedRooms, roomPasswords, keys.lastSeq(id)],
        [id],
      )
      if (removed !== 1) return false
      erasing.finish()
      return true
    },

    async addMember(id, personId) {
      const touched = [keys.rooms, keys.members(id), keys.membershipsOf(personId)]
      return (await link.run(ADD_MEMBER, touched, [id, personId])) === 1
    },

    async removeMember(id, personId) {
      const touched = [keys.members(id), keys.membershipsOf(personId)]
      return (await link.run(REMOVE_MEMBER, touched, [id, personId])) === 1
    },

    async membersOf(id) {
      const members = await link.ask((redis) => redis.smembers(keys.members(id)))
      return (members as PersonId[]).toSorted()
    },

    async membershipsOf(personId) {
      const rooms = await link.ask((redis) => redis.smembers(keys.membershipsOf(personId)))
      return (rooms as RoomId[]).toSorted()
    },
  }
}

/** What an earlier version stored knows less of a room. */
export const toRoom = (stored: StoredRoom): Room => {
  const { id, name, icon, topic, access, creatorId, archivedAt, ...rest } = {
    ...ROOM_DEFAULTS,
    ...stored,
  }
  const { slowModeSeconds, speakRole, pinRole, retentionDays } = rest
  return {
    ...{ id, name, icon, topic, access, creatorId, archivedAt },
    ...{ slowModeSeconds, speakRole, pinRole, retentionDays },
  }
}

/**
 * Gives a Redis without rooms the default ones. Many instances may do it in the same moment: what
 * is there stays as it is, and a room can be listed only after it can take messages.
 */
export async function seedRooms(link: Link, keys: Keys): Promise<void> {
  if ((await link.ask((redis) => redis.hlen(keys.rooms))) > 0) return
  for (const [position, room] of DEFAULT_ROOMS.entries()) {
    await link.ask((redis) => redis.setnx(keys.lastSeq(room.id), 0))
    const stored: StoredRoom = { ...room, position }
    await link.ask((redis) => redis.hsetnx(keys.rooms, room.id, JSON.stringify(stored)))
  }
}
