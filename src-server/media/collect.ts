import { rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobId } from '#shared/domain/ids.ts'
import type { Collection } from '../ports/blob-store.ts'
import type { BlobFolder } from './blob-folder.ts'
import { unlessMissing } from './disk-faults.ts'
import { forgetIncoming, LEFT_BEHIND_AFTER_MS, leftBehind } from './incoming.ts'

/** Asked about in one question. */
const BATCH = 200

interface Leaving {
  readonly id: BlobId
  readonly file: string
}

/**
 * Takes a blob away in three steps: move it aside, look again, delete it. Once it is aside nothing new
 * can come to refer to it, since storing it again makes a new file and renewing it finds none. So the
 * second look is the last word, and what turns out to be wanted is put back. A process that dies
 * between the steps leaves a file behind that the next collection decides about.
 */
export function createCollector(folder: BlobFolder) {
  async function putBack({ id, file }: Leaving): Promise<void> {
    // As if it had been stored now, because it may take the place of one that was.
    const now = new Date()
    await unlessMissing(utimes(file, now, now))
    await unlessMissing(folder.settle(file, id))
  }

  async function moveAside(id: BlobId, idleSince: number): Promise<Leaving | null> {
    const leaving = { id, file: folder.newLeaving(id) }
    const isMoved = await unlessMissing(rename(folder.pathOf(id), leaving.file).then(() => true))
    if (!isMoved) return null
    // Stored or renewed between the first look and the move.
    const found = await unlessMissing(stat(leaving.file))
    if (!found) return null
    if (found.mtimeMs < idleSince) return leaving
    await putBack(leaving)
    return null
  }

  /** The second look. */
  async function finish(leaving: readonly Leaving[], { referredTo }: Collection): Promise<number> {
    if (leaving.length === 0) return 0
    let wanted: ReadonlySet<BlobId>
    try {
      wanted = await referredTo(leaving.map(({ id }) => id))
    } catch (error) {
      for (const each of leaving) await putBack(each)
      throw error
    }
    const unwanted = leaving.filter(({ id }) => !wanted.has(id))
    for (const each of leaving) if (wanted.has(each.id)) await putBack(each)
    for (const { file } of unwanted) await rm(file, { force: true })
    return unwanted.length
  }

  async function isIdle(id: BlobId, idleSince: number): Promise<boolean> {
    const found = await unlessMissing(stat(folder.pathOf(id)))
    return found !== null && found.mtimeMs < idleSince
  }

  async function collectBatch(ids: readonly BlobId[], collection: Collection): Promise<number> {
    const { idleSince, referredTo } = collection
    const idle: BlobId[] = []
    for (const id of ids) if (await isIdle(id, idleSince)) idle.push(id)
    if (idle.length === 0) return 0
    const wanted = await referredTo(idle)
    const leaving: Leaving[] = []
    for (const id of idle) {
      const moved = wanted.has(id) ? null : await moveAside(id, idleSince)
      if (moved) leaving.push(moved)
    }
    return finish(leaving, collection)
  }

  async function leavingFor(age: number): Promise<readonly Leaving[]> {
    return (await leftBehind(folder.leaving, age)).flatMap((name) => {
      const id = folder.leavingIdOf(name)
      return id === null ? [] : [{ id, file: join(folder.leaving, name) }]
    })
  }

  return {
    /** Makes up for a sudden end, when no other process uses the folder. */
    async recover(): Promise<void> {
      await forgetIncoming(folder.incoming, 0)
      for (const each of await leavingFor(0)) await putBack(each)
    },

    async collect(collection: Collection): Promise<number> {
      await forgetIncoming(folder.incoming, LEFT_BEHIND_AFTER_MS)
      let gone = await finish(await leavingFor(LEFT_BEHIND_AFTER_MS), collection)
      for await (const ids of folder.stored()) {
        for (let from = 0; from < ids.length; from += BATCH) {
          gone += await collectBatch(ids.slice(from, from + BATCH), collection)
        }
      }
      return gone
    },
  }
}
