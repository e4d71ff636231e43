import type { SearchStore } from '../../ports/search-store.ts'
import type { DatabaseThread } from './thread.ts'

/** Some milliseconds of the thread; whoever asks meanwhile comes in between. */
const INDEXED_AT_ONCE = 200

export function createSearchStore(thread: DatabaseThread): SearchStore {
  async function indexAll(): Promise<void> {
    while (await thread.call('indexMore', INDEXED_AT_ONCE)) continue
  }

  // Nobody waits for it, and what is left when the server ends goes on at the next start.
  indexAll().catch(() => undefined)
  return { search: (request) => thread.call('search', request) }
}
