import { z } from 'zod'
import { isGroupCall } from '#shared/domain/group-calls.ts'
import { callIdSchema, messageIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import {
  keptEmojiHabitsSchema,
  keptMessageSchema,
  keptSilenceSchema,
  keptVoiceSchema,
  type KeptMessage,
} from './kept.ts'
import { createKeptHistories, isOfServer } from './kept-histories.ts'
import type { ParsedStorage } from './parsed-storage.ts'
import type { LocalMemory } from './platform.ts'

const lastRoomsSchema = z.record(z.string(), roomIdSchema)
const namesSchema = z.record(z.string(), z.string())
const draftsSchema = z.record(z.string(), z.string())
const outboxesSchema = z.record(z.string(), z.array(keptMessageSchema))

const callsSchema = z.record(z.string(), callIdSchema)

const listenedSchema = z.array(z.tuple([messageIdSchema, z.number().nonnegative()]))

const voicesSchema = z.record(z.string(), keptVoiceSchema)

/**
 * Keeps the last room, the drafts and the unsent messages beside the page, in the app and in a browser alike.
 * @param tab what is forgotten when the tab is closed, and which other tabs do not see
 */
export function createLocalMemory(storage: ParsedStorage, tab: ParsedStorage): LocalMemory {
  const voices = (): z.infer<typeof voicesSchema> => tab.readCopy('voice', voicesSchema) ?? {}
  const calls = (): z.infer<typeof callsSchema> => tab.readCopy('call', callsSchema) ?? {}
  const lastRooms = (): Record<string, z.infer<typeof roomIdSchema>> =>
    storage.read('last-rooms', lastRoomsSchema) ?? {}
  const lastDirects = (): Record<string, z.infer<typeof roomIdSchema>> =>
    storage.read('last-directs', lastRoomsSchema) ?? {}
  const names = (): Record<string, string> => storage.read('names', namesSchema) ?? {}
  const outboxes = (): Record<string, KeptMessage[]> => storage.read('outbox', outboxesSchema) ?? {}
  const histories = createKeptHistories(storage)
  return {
    ...histories,
    forgetServer(origin) {
      histories.forgetServer(origin)
      for (const key of Object.keys(outboxes())) {
        if (isOfServer(key, origin)) this.rememberOutbox(key, [])
      }
      for (const [name, entries] of [
        ['last-rooms', lastRooms()],
        ['last-directs', lastDirects()],
        ['names', names()],
      ] as const) {
        const { [origin]: _forgotten, ...others } = entries
        storage.write(name, others)
      }
    },
    lastRoom: (origin) => lastRooms()[origin] ?? null,
    rememberRoom(origin, room) {
      storage.write('last-rooms', { ...lastRooms(), [origin]: room })
    },
    lastDirect: (origin) => lastDirects()[origin] ?? null,
    rememberDirect(origin, conversation) {
      const { [origin]: _replaced, ...others } = lastDirects()
      const next = conversation === null ? others : { ...others, [origin]: conversation }
      storage.write('last-directs', next)
    },
    lastVoice: (origin) => voices()[origin] ?? null,
    rememberVoice(origin, voice) {
      const { [origin]: _replaced, ...others } = voices()
      tab.write('voice', voice === null ? others : { ...others, [origin]: voice })
    },
    lastCall: (origin) => calls()[origin] ?? null,
    rememberCall(origin, call) {
      const { [origin]: _replaced, ...others } = calls()
      tab.write('call', call === null ? others : { ...others, [origin]: call })
    },
    serverOfCall() {
      const groups = Object.entries(voices()).filter(([, { roomId }]) => isGroupCall(roomId))
      return Object.keys(calls())[0] ?? groups[0]?.[0] ?? null
    },
    heldCall: () => tab.readCopy('held-call', callIdSchema.nullable()),
    rememberHeldCall(call) {
      tab.write('held-call', call)
    },
    silence: () => tab.readCopy('silence', keptSilenceSchema),
    rememberSilence(silence) {
      tab.write('silence', silence)
    },
    listened: () => storage.readCopy('listened', listenedSchema) ?? [],
    rememberListened(listened) {
      storage.write('listened', listened)
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
    outboxesAt: (origin) => Object.keys(outboxes()).filter((key) => isOfServer(key, origin)),
    rememberOutbox(key, messages) {
      const { [key]: _replaced, ...others } = outboxes()
      storage.write('outbox', messages.length === 0 ? others : { ...others, [key]: messages })
    },
    hasDeclinedNotifications: () =>
      storage.readCopy('notifications-declined', z.boolean()) ?? false,
    declineNotifications() {
      storage.write('notifications-declined', true)
    },
    emojiHabits: () => storage.read('emoji', keptEmojiHabitsSchema),
    rememberEmojiHabits(habits) {
      storage.write('emoji', habits)
    },
  }
}
