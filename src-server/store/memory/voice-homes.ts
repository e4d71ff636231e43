import type { RoomId } from '#shared/domain/ids.ts'
import type { VoiceHomes, VoicePerson } from '../../ports/voice-homes.ts'

const SELF = 'this'

/** The voice of a server that is one instance: every room lives here, and nobody else can die. */
export function createMemoryVoiceHomes(): VoiceHomes {
  const rooms = new Map<RoomId, readonly VoicePerson[]>()
  let number = 0

  return {
    self: SELF,
    async claim(roomId) {
      if (!rooms.has(roomId)) rooms.set(roomId, [])
      number += 1
      return { home: SELF, number }
    },
    find: async (roomId) => (rooms.has(roomId) ? SELF : null),
    async keep(roomId, people) {
      rooms.set(roomId, people)
      return 'kept'
    },
    async release(roomId) {
      rooms.delete(roomId)
    },
    list: async () => new Map([...rooms].filter(([, people]) => people.length > 0)),
    sweep: async () => [],
  }
}
