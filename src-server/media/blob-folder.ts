import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { blobIdSchema, type BlobId } from '#shared/domain/ids.ts'
import { unlessMissing } from './disk-faults.ts'

/** Readable by the owner alone, like the database: it holds what people said to each other. */
const FOLDER_MODE = 0o700

export type BlobFolder = ReturnType<typeof createBlobFolder>

/**
 * Where files are on the disk. All three folders are parts of one file system, so that a rename
 * between them is one step:
 *
 *     blobs/ab/abcdef…    what is stored, by the first byte of its hash
 *     incoming/<uuid>     what is being received
 *     leaving/<hash>.<uuid>  what is being taken away
 *     mark                says to which database all this belongs
 */
export function createBlobFolder(root: string) {
  const blobs = join(root, 'blobs')
  const incoming = join(root, 'incoming')
  const leaving = join(root, 'leaving')

  const pathOf = (id: BlobId): string => join(blobs, id.slice(0, 2), id)

  return {
    incoming,
    leaving,
    pathOf,
    mark: join(root, 'mark'),
    newIncoming: (): string => join(incoming, randomUUID()),
    newLeaving: (id: BlobId): string => join(leaving, `${id}.${randomUUID()}`),
    /** The blob that a file in `leaving` was; null for what is none of ours. */
    leavingIdOf: (name: string): BlobId | null => toBlobId(name.split('.', 1)[0] ?? ''),

    async prepare(): Promise<void> {
      for (const folder of [blobs, incoming, leaving]) await makeFolder(folder)
    },

    /** Puts a finished file into its place. After this it survives a power cut, name included. */
    async settle(file: string, id: BlobId): Promise<void> {
      const path = pathOf(id)
      await makeFolder(dirname(path))
      await replace(file, path)
      await syncFolder(dirname(path))
    },

    /** Every stored blob, one sub-folder at a time. */
    async *stored(): AsyncGenerator<readonly BlobId[]> {
      for (const part of await namesIn(blobs)) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue
        const ids = (await namesIn(join(blobs, part))).map(toBlobId)
        yield ids.filter((id): id is BlobId => id !== null)
      }
    },
  }
}

export const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await unlessMissing(readdir(folder))) ?? []

const toBlobId = (name: string): BlobId | null => blobIdSchema.safeParse(name).data ?? null

/** A folder that is new is in the list of its parent for good before anything is put into it. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE })
  if (first !== undefined) await syncFolder(dirname(first))
}

/** The same content under the same name: it does not matter whose file stays. */
export async function replace(file: string, path: string): Promise<void> {
  try {
    await rename(file, path)
  } catch (error) {
    // Windows does not replace a file that somebody reads at the moment.
    const { code } = error as NodeJS.ErrnoException
    if (process.platform !== 'win32' || (code !== 'EPERM' && code !== 'EACCES')) throw error
    const now = new Date()
    await utimes(path, now, now)
    await rm(file, { force: true })
  }
}

/** A rename is safe from a power cut once the folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
