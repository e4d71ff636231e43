import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { RetentionStore } from '../../ports/retention-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { REMOVE_MEMBER } from './room-scripts.ts'

/** A few milliseconds of Redis; whoever asks it meanwhile comes in between. */
const ERASED_AT_ONCE = 200

/** Everything: nothing was said after this moment, and no time is excused. */
const EVERYTHING = { before: Number.MAX_SAFE_INTEGER, now: -1, max: ERASED_AT_ONCE }

/** Erases what was said in deleted rooms, a part at a time, and as often as it takes. */
export function createRoomErasing(link: Link, keys: Keys, { trim }: Pick<RetentionStore, 'trim'>) {
  async function eraseMessages(roomId: RoomId): Promise<void> {
    while ((await trim({ roomId, ...EVERYTHING })).more) continue
  }

  async function eraseMembers(roomId: RoomId): Promise<void> {
    const members = (await link.ask((redis) => redis.smembers(keys.members(roomId)))) as PersonId[]
    for (const personId of members) {
      const touched = [keys.members(roomId), keys.membershipsOf(personId)]
      await link.run(REMOVE_MEMBER, touched, [roomId, personId])
    }
  }

  /** What each person wanted to be told of; those who never read anything there said nothing. */
  async function eraseReading(roomId: RoomId): Promise<void> {
    const readers = await link.ask((redis) => redis.hkeys(keys.read(roomId)))
    for (const personId of readers as PersonId[]) {
      await link.ask((redis) => redis.hdel(keys.notifyOf(personId), roomId))
    }
  }

  async function erase(roomId: RoomId): Promise<void> {
    await eraseMembers(roomId)
    await eraseReading(roomId)
    await eraseMessages(roomId)
    await link.ask((redis) => redis.unlink(...keys.room(roomId)))
    await link.ask((redis) => redis.srem(keys.unfinishedRooms, roomId))
  }

  async function eraseAll(): Promise<void> {
    const rooms = (await link.ask((redis) => redis.smembers(keys.unfinishedRooms))) as RoomId[]
    for (const roomId of rooms) await erase(roomId)
  }

  return {
    /**
     * Erases in the background what is left of deleted rooms, also of those that an instance left
     * behind that ended meanwhile. Two instances may do it at once. What cannot be erased now is
     * erased when Redis is back.
     */
    finish: (): void => void eraseAll().catch(() => undefined),
  }
}
