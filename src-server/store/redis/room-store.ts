import { DEFAULT_ROOMS, type Room } from '#shared/domain/rooms.ts'
import type { RoomStore } from '../../ports/room-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'

interface StoredRoom extends Room {
  readonly position: number
}

export function createRoomStore(link: Link, keys: Keys): RoomStore {
  return {
    async list() {
      const stored = await link.ask((redis) => redis.hvals(keys.rooms))
      return stored
        .map((text) => JSON.parse(text) as StoredRoom)
        .toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1))
        .map(({ id, name, icon, topic }) => ({ id, name, icon, topic }))
    },
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
