import type { ArchiveRecord } from '#shared/archive/records.ts'
import { inBatches } from '../../archive/in-batches.ts'
import { damaged } from '../../archive/problem.ts'
import { walkStore } from '../../archive/walk.ts'
import type { ArchiveStore } from '../../ports/archive-store.ts'
import type { DatabaseThread } from './thread.ts'

/** A message to the thread costs more than a record, and the thread is busy with one for some ms. */
const RECORDS_AT_ONCE = 500

/** Nobody else waits for the thread. */
const INDEXED_AT_ONCE = 1_000

/** The database as a whole. */
export function createArchiveStore(thread: DatabaseThread): ArchiveStore {
  async function indexAll(): Promise<void> {
    while (await thread.call('indexMore', INDEXED_AT_ONCE)) continue
  }

  return {
    size: () => thread.call('archiveSize'),

    dump: () =>
      walkStore({
        settings: () => thread.call('archiveSettings'),
        conversations: () => thread.call('archiveConversations'),
        deletedRooms: () => thread.call('archiveDeletedRooms'),
        messages: (roomId, after, limit) => thread.call('archiveMessages', roomId, after, limit),
        readings: (roomId) => thread.call('archiveReadings', roomId),
        room: (roomId) => thread.call('archiveRoom', roomId),
        names: () => thread.call('archiveNames'),
        bans: () => thread.call('archiveBans'),
        audit: (after, limit) => thread.call('archiveAudit', after, limit),
        calls: (after, limit) => thread.call('archiveCalls', after, limit),
        personIds: () => thread.call('archivePersonIds'),
        people: (ids) => thread.call('archivePeople', ids),
      }),

    readiness: () => thread.call('archiveReadiness'),

    async load(records: AsyncIterable<ArchiveRecord>, filesMark: string | null) {
      await thread.call('loadBegin')
      try {
        for await (const batch of inBatches(records, RECORDS_AT_ONCE)) {
          await thread.call('loadRecords', batch)
        }
        const problem = await thread.call('loadEnd', filesMark)
        if (problem !== null) throw damaged(problem)
      } catch (error) {
        await thread.call('loadAbort').catch(() => undefined)
        throw error
      }
      // What is not in the index yet when this ends goes into it when a server runs.
      await indexAll().catch(() => undefined)
    },
  }
}
