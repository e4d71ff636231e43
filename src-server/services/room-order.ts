import type { RoomId } from '#shared/domain/ids.ts'

export type RoomOrder = ReturnType<typeof createRoomOrder>

/**
 * Tells of the changes of a room in the order in which they were asked of the store, which is the
 * order of their numbers. Without it a change that takes a step more than the next one would be told
 * after it, and every client would think that it missed something.
 */
export function createRoomOrder() {
  const lastTold = new Map<RoomId, Promise<unknown>>()

  return {
    /** Starts the write at once; tells of it when it and everything before it is done. */
    async change<Value>(
      roomId: RoomId,
      write: () => Promise<Value>,
      tell: (value: Value) => void,
    ): Promise<Value> {
      const written = write()
      const told = Promise.allSettled([lastTold.get(roomId), written]).then(async () => {
        const value = await written
        tell(value)
        return value
      })
      const ended = told.catch(() => undefined)
      lastTold.set(roomId, ended)
      try {
        return await told
      } finally {
        // Nothing is kept for a room that is quiet.
        if (lastTold.get(roomId) === ended) lastTold.delete(roomId)
      }
    },
  }
}
