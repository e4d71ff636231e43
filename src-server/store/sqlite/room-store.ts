import type { RoomId } from '#shared/domain/ids.ts'
import type { RoomStore } from '../../ports/room-store.ts'
import type { DatabaseThread } from './thread.ts'

/** A few milliseconds of the thread; whoever writes meanwhile comes in between. */
const ERASED_AT_ONCE = 50

/** Everything: nothing was said after this moment, and no time is excused. */
const EVERYTHING = { before: Number.MAX_SAFE_INTEGER, now: -1, max: ERASED_AT_ONCE }

export function createRoomStore(thread: DatabaseThread): RoomStore {
  async function erase(ids: readonly RoomId[]): Promise<void> {
    for (const roomId of ids) {
      while ((await thread.call('trim', { roomId, ...EVERYTHING })).more) continue
    }
  }

  /** Nobody waits for it. What cannot be erased now is erased at the next start. */
  const inBackground = (erasing: Promise<void>): void => void erasing.catch(() => undefined)

  inBackground(thread.call('unfinishedRooms').then(erase))
  return {
    list: () => thread.call('rooms'),
    create: (room) => thread.call('createRoom', room),
    update: (id, change) => thread.call('updateRoom', id, change),
    setPassword: (id, hash) => thread.call('setPassword', id, hash),
    passwordOf: (id) => thread.call('passwordOf', id),
    async remove(id) {
      const wasThere = await thread.call('removeRoom', id)
      if (wasThere) inBackground(erase([id]))
      return wasThere
    },
    addMember: (id, personId) => thread.call('addMember', id, personId),
    removeMember: (id, personId) => thread.call('removeMember', id, personId),
    membersOf: (id) => thread.call('membersOf', id),
    membershipsOf: (personId) => thread.call('membershipsOf', personId),
  }
}
