import { z } from 'zod'
import { roomIdSchema } from '#shared/domain/ids.ts'
import { keptEmojiHabitsSchema, keptMessageSchema, type KeptMessage } from './kept.ts'
import type { ParsedStorage } from './parsed-storage.ts'
import type { LocalMemory } from './platform.ts'

const lastRoomsSchema = z.record(z.string(), roomIdSchema)
const namesSchema = z.record(z.string(), z.string())
const draftsSchema = z.record(z.string(), z.string())
const outboxesSchema = z.record(z.string(), z.array(keptMessageSchema))

/** Keeps the last room, the drafts and the unsent messages beside the page, in the app and in a browser alike. */
export function createLocalMemory(storage: ParsedStorage): LocalMemory {
  const lastRooms = (): Record<string, z.infer<typeof roomIdSchema>> =>
    storage.read('last-rooms', lastRoomsSchema) ?? {}
  const names = (): Record<string, string> => storage.read('names', namesSchema) ?? {}
  const outboxes = (): Record<string, KeptMessage[]> => storage.read('outbox', outboxesSchema) ?? {}
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
    outbox: (key) => outboxes()[key] ?? [],
    rememberOutbox(key, messages) {
      const { [key]: _replaced, ...others } = outboxes()
      storage.write('outbox', messages.length === 0 ? others : { ...others, [key]: messages })
    },
    emojiHabits: () => storage.read('emoji', keptEmojiHabitsSchema),
    rememberEmojiHabits(habits) {
      storage.write('emoji', habits)
    },
  }
}
