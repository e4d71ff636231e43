import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MessageStore } from '../../src-server/ports/message-store.ts'
import type { PeopleStore } from '../../src-server/ports/people-store.ts'
import type { PresenceStore } from '../../src-server/ports/presence-store.ts'
import type { RoomStore } from '../../src-server/ports/room-store.ts'
import { createMemoryPresenceStore } from '../../src-server/store/memory/presence-store.ts'
import { openSqliteStore } from '../../src-server/store/sqlite/open-store.ts'
import { systemClock } from '../../src-server/system.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import { createTempFolder } from '../support/temp-folder.ts'

/** The seam of this folder: a new store becomes an entry here, and every suite runs on it too. */

export interface DurableStore {
  readonly messages: MessageStore
  readonly people: PeopleStore
  readonly rooms: RoomStore
  close(): Promise<void>
}

/** A place of its own for the data of one test. */
export interface DurablePlace {
  /** Opened again after a close, it finds what was stored. */
  open(): Promise<DurableStore>
  /** Everything is closed by now. */
  remove(): Promise<void>
}

export interface DurableStoreUnderTest {
  readonly name: string
  prepare(): Promise<DurablePlace>
}

export interface PresenceStoreUnderTest {
  readonly name: string
  /** With nobody in it. */
  open(): Promise<{ readonly presence: PresenceStore; close(): Promise<void> }>
}

const sqliteWorker = pathToFileURL(
  resolve(import.meta.dirname, '../../src-server/store/sqlite/worker.ts'),
)

/** The embedded store on a folder, for tests of its own file too. */
export async function openSqlite(folder: string): Promise<DurableStore> {
  const opened = await openSqliteStore({
    folder,
    workerUrl: sqliteWorker,
    clock: systemClock,
    onLost: (error) => {
      throw error
    },
  })
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

const sqlite: DurableStoreUnderTest = {
  name: 'sqlite',
  async prepare() {
    const folder = createTempFolder('contract')
    return {
      open: () => openSqlite(join(folder.path, 'data')),
      remove: async () => folder.remove(),
    }
  },
}

const memory: PresenceStoreUnderTest = {
  name: 'memory',
  open: async () => ({ presence: createMemoryPresenceStore(), close: async () => {} }),
}

const redis: DurableStoreUnderTest = {
  name: 'redis',
  async prepare() {
    const server = await startRedis()
    return { open: () => openRedis(server.url), remove: () => server.remove() }
  },
}

const redisPresence: PresenceStoreUnderTest = {
  name: 'redis',
  async open() {
    const server = await startRedis()
    const store = await openRedis(server.url)
    return {
      presence: store.presence,
      async close() {
        await store.close()
        await server.remove()
      },
    }
  },
}

if (!hasRedis) console.warn('redis-server is not installed: the contract is not tested on Redis')

/** Every durable store that the server can be put together with. */
export const durableStores: readonly DurableStoreUnderTest[] = [
  sqlite,
  ...(hasRedis ? [redis] : []),
]

/** Every presence store that the server can be put together with. */
export const presenceStores: readonly PresenceStoreUnderTest[] = [
  memory,
  ...(hasRedis ? [redisPresence] : []),
]
