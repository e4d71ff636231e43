import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'

/** About a megabyte. What people edit or react to was nearly always looked at a moment before. */
const REMEMBERED_MAX = 10_000

/** In which room each message is: written once with the message, never changed. */
export function createWhereabouts(link: Link, keys: Keys) {
  const remembered = new Map<MessageId, RoomId>()

  function remember(id: MessageId, roomId: RoomId): void {
    remembered.set(id, roomId)
    if (remembered.size <= REMEMBERED_MAX) return
    const [oldest] = remembered.keys()
    if (oldest !== undefined) remembered.delete(oldest)
  }

  return {
    known: (id: MessageId): RoomId | null => remembered.get(id) ?? null,

    async find(id: MessageId): Promise<RoomId | null> {
      const roomId = (await link.ask((redis) => redis.hget(keys.whereabouts, id))) as RoomId | null
      if (roomId !== null) remember(id, roomId)
      return roomId
    },

    async note(id: MessageId, roomId: RoomId): Promise<void> {
      remember(id, roomId)
      await link.ask((redis) => redis.hset(keys.whereabouts, id, roomId))
    },
  }
}
