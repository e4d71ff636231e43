import { z } from 'zod'
import { roomIdSchema } from '#shared/domain/ids.ts'
import type { ParsedStorage } from './parsed-storage.ts'
import type { LocalMemory } from './platform.ts'

const lastRoomsSchema = z.record(z.string(), roomIdSchema)
const namesSchema = z.record(z.string(), z.string())
const draftsSchema = z.record(z.string(), z.string())

/** Keeps the last room and the drafts beside the page, in the app and in a browser alike. */
export function createLocalMemory(storage: ParsedStorage): LocalMemory {
  const lastRooms = (): Record<string, z.infer<typeof roomIdSchema>> =>
    storage.read('last-rooms', lastRoomsSchema) ?? {}
  const names = (): Record<string, string> => storage.read('names', namesSchema) ?? {}
  return {
    lastRoom: (origin) => lastRooms()[origin] ?? null,
    rememberRoom(origin, room) {
      storage.write('last-rooms', { ...lastRooms(), [origin]: room })
    },
    nameAt: (origin) => names()[origin] ?? null,
    rememberName(origin, name) {
      storage.write('names', { ...names(), [origin]: name })
    },
    drafts: () => storage.read('drafts', draftsSchema) ?? {},
    rememberDrafts(drafts) {
      storage.write('drafts', drafts)
    },
  }
}
