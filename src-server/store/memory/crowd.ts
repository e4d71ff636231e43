import type { PersonId, RoomId } from '#shared/domain/ids.ts'

/** People who are seen in rooms, with the number of their sessions there, so that nothing has to be counted. */
export function createCrowd() {
  const rooms = new Map<RoomId, Map<PersonId, number>>()
  const roomCounts = new Map<PersonId, number>()

  return {
    /** @returns whether it is the first session of the person in the room */
    add(id: PersonId, roomId: RoomId): boolean {
      const room = rooms.get(roomId) ?? new Map<PersonId, number>()
      const before = room.get(id) ?? 0
      rooms.set(roomId, room.set(id, before + 1))
      roomCounts.set(id, (roomCounts.get(id) ?? 0) + 1)
      return before === 0
    },

    /** @returns whether it was the last session of the person in the room */
    remove(id: PersonId, roomId: RoomId): boolean {
      const room = rooms.get(roomId)
      const remaining = (room?.get(id) ?? 1) - 1
      if (remaining > 0) room?.set(id, remaining)
      else room?.delete(id)
      if (room?.size === 0) rooms.delete(roomId)
      const everywhere = (roomCounts.get(id) ?? 1) - 1
      if (everywhere > 0) roomCounts.set(id, everywhere)
      else roomCounts.delete(id)
      return remaining <= 0
    },

    idsIn: (roomId: RoomId): readonly PersonId[] => [...(rooms.get(roomId)?.keys() ?? [])],
    counts: (): ReadonlyMap<RoomId, number> =>
      new Map([...rooms].map(([roomId, room]) => [roomId, room.size])),
    total: (): number => roomCounts.size,
  }
}
