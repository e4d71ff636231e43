import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MessageStore } from '../../src-server/ports/message-store.ts'
import type { PeopleStore } from '../../src-server/ports/people-store.ts'
import type { RoomStore } from '../../src-server/ports/room-store.ts'
import { openSqliteStore } from '../../src-server/store/sqlite/open-store.ts'
import { systemClock } from '../../src-server/system.ts'
import { createTempFolder } from '../support/temp-folder.ts'

export interface DurableStore {
  readonly messages: MessageStore
  readonly people: PeopleStore
  readonly rooms: RoomStore
  close(): Promise<void>
}

/** An implementation of the durable ports; `open` twice in a row finds what was stored. */
export interface StoreUnderTest {
  readonly name: string
  prepare(): { open(): Promise<DurableStore>; remove(): void }
}

const sqlite: StoreUnderTest = {
  name: 'sqlite',
  prepare() {
    const folder = createTempFolder('contract')
    const worker = resolve(import.meta.dirname, '../../src-server/store/sqlite/worker.ts')
    return {
      async open() {
        const opened = await openSqliteStore({
          folder: join(folder.path, 'data'),
          workerUrl: pathToFileURL(worker),
          clock: systemClock,
          onLost: (error) => {
            throw error
          },
        })
        if (!opened.ok) throw new Error(opened.error)
        return opened.value
      },
      remove: () => folder.remove(),
    }
  },
}

/** Every durable store that the server can be put together with. */
export const durableStores: readonly StoreUnderTest[] = [sqlite]
