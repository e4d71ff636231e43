import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Result } from '#shared/lib/result.ts'
import type { ArchiveStore } from '../../src-server/ports/archive-store.ts'
import type { Clock } from '../../src-server/ports/clock.ts'
import type { PresenceStore } from '../../src-server/ports/presence-store.ts'
import type { DurableStores } from '../../src-server/ports/stores.ts'
import { createMemoryPresenceStore } from '../../src-server/store/memory/presence-store.ts'
import { parseRedisUrl } from '../../src-server/redis-url.ts'
import { openRedisArchive } from '../../src-server/store/redis/open-archive.ts'
import { openSqliteArchive } from '../../src-server/store/sqlite/open-archive.ts'
import { openSqliteStore } from '../../src-server/store/sqlite/open-store.ts'
import { systemClock } from '../../src-server/system.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import { createTempFolder } from '../support/temp-folder.ts'

/** The seam of this folder: a new store becomes an entry here, and every suite runs on it too. */

export type DurableStore = Omit<DurableStores, 'notices' | 'isHealthy'>

/** A place of its own for the data of one test. */
export interface DurablePlace {
  /** Opened again after a close, it finds what was stored. */
  open(clock?: Clock): Promise<DurableStore>
  /** As a command does that moves everything at once. */
  openArchive(): Promise<{ readonly archive: ArchiveStore; close(): Promise<void> }>
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
export async function openSqlite(
  folder: string,
  clock: Clock = systemClock,
): Promise<DurableStore> {
  const opened = await openSqliteStore({
    folder,
    workerUrl: sqliteWorker,
    clock,
    onLost: (error) => {
      throw error
    },
  })
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

function valueOf<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

const sqlite: DurableStoreUnderTest = {
  name: 'sqlite',
  async prepare() {
    const folder = createTempFolder('contract')
    return {
      open: (clock) => openSqlite(join(folder.path, 'data'), clock),
      openArchive: async () =>
        valueOf(
          await openSqliteArchive({
            folder: join(folder.path, 'data'),
            workerUrl: sqliteWorker,
            clock: systemClock,
          }),
        ),
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
    return {
      open: (clock) => openRedis(server.url, 'parley', clock),
      openArchive: async () => {
        const address = valueOf(parseRedisUrl(server.url))
        return valueOf(await openRedisArchive({ address, prefix: 'parley', clock: systemClock }))
      },
      remove: () => server.remove(),
    }
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
