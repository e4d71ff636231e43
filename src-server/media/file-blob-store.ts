import { open, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { BlobId } from '#shared/domain/ids.ts'
import type { BlobStore, StoredBlob } from '../ports/blob-store.ts'
import { createBlobFolder } from './blob-folder.ts'
import { createCollector } from './collect.ts'
import { onDisk, unlessMissing } from './disk-faults.ts'
import { refuseWhenNearlyFull } from './free-space.ts'
import { leaveMark, readMark } from './mark.ts'
import { receive } from './receive.ts'
import { sniff, SNIFFED_BYTES } from './sniff.ts'

export interface FileBlobOptions {
  /** Created when missing. All processes of one server share it. */
  readonly folder: string
  /** Other processes may be using it now, so that what looks unfinished may be theirs. */
  readonly isShared: boolean
}

/** Blobs as files on a disk; the failure is one sentence for whoever started the server. */
export async function openFileBlobStore(
  options: FileBlobOptions,
): Promise<Result<BlobStore, string>> {
  const root = join(options.folder, 'media')
  const folder = createBlobFolder(root)
  const collector = createCollector(folder)
  try {
    await folder.prepare()
    if (!options.isShared) await collector.recover()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return fail(
      `Cannot use the folder ${root} for recordings and files (${code ?? String(error)}). Set DATA_DIR to a folder that this user may write to.`,
    )
  }

  async function describe(id: BlobId): Promise<StoredBlob | null> {
    const handle = await unlessMissing(open(folder.pathOf(id), 'r'))
    if (!handle) return null
    try {
      const { size } = await handle.stat()
      const head = Buffer.alloc(Math.min(size, SNIFFED_BYTES))
      await handle.read(head, 0, head.length, 0)
      return { id, size, contentType: await sniff(head) }
    } finally {
      await handle.close()
    }
  }

  /** Two that store the same content at once both make a file, and one of these stays. */
  const store: BlobStore = {
    put: (content, rules) =>
      onDisk(async () => {
        await refuseWhenNearlyFull(root, rules.maxBytes)
        const file = folder.newIncoming()
        const received = await receive(content, file, rules)
        if (received.kind !== 'received') return received
        try {
          await folder.settle(file, received.blob.id)
        } catch (error) {
          await rm(file, { force: true }).catch(() => undefined)
          throw error
        }
        return { kind: 'stored', blob: received.blob }
      }),

    find: (id) => onDisk(() => describe(id)),

    renew: (id) =>
      onDisk(async () => {
        const now = new Date()
        const isThere = await unlessMissing(utimes(folder.pathOf(id), now, now).then(() => true))
        return isThere ? describe(id) : null
      }),

    read: (id, range) =>
      onDisk(async () => {
        const handle = await unlessMissing(open(folder.pathOf(id), 'r'))
        if (!handle) return null
        return handle.createReadStream(range ? { start: range.first, end: range.last } : {})
      }),

    isEmpty: () =>
      onDisk(async () => {
        for await (const ids of folder.stored()) if (ids.length > 0) return false
        return true
      }),

    mark: () => onDisk(() => readMark(folder.mark)),
    leaveMark: (mark) => onDisk(() => leaveMark(folder, mark)),
    collect: (collection) => onDisk(() => collector.collect(collection)),
  }
  return succeed(store)
}
