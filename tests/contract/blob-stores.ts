import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobStore } from '../../src-server/ports/blob-store.ts'
import { openFileBlobStore } from '../../src-server/media/file-blob-store.ts'
import { openS3BlobStore } from '../../src-server/media/s3/s3-blob-store.ts'
import { startS3 } from '../support/s3-server.ts'
import { createTempFolder } from '../support/temp-folder.ts'

/** The seam for places where files are kept: a new one becomes an entry here. */

export interface BlobPlace {
  /** One more process that uses the same place. */
  open(): Promise<BlobStore>
  /** Everything that takes room, whether it is a blob or not. */
  countFiles(): Promise<number>
  /** As if everything that is there had been stored so much earlier. */
  age(ms: number): Promise<void>
  remove(): Promise<void>
}

export interface BlobStoreUnderTest {
  readonly name: string
  prepare(): Promise<BlobPlace>
}

/** Every file below the folder. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())

async function openBlobFolder(folder: string, isShared = true): Promise<BlobStore> {
  const opened = await openFileBlobStore({ folder, isShared })
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

const files: BlobStoreUnderTest = {
  name: 'files',
  async prepare() {
    const folder = createTempFolder('blobs')
    return {
      open: () => openBlobFolder(folder.path),
      countFiles: async () => filesBelow(folder.path).length,
      async age(ms) {
        const then = new Date(Date.now() - ms)
        for (const file of filesBelow(folder.path)) utimesSync(file, then, then)
      },
      remove: async () => folder.remove(),
    }
  },
}

const s3: BlobStoreUnderTest = {
  name: 'S3',
  async prepare() {
    const storage = await startS3()
    const folder = createTempFolder('incoming')
    return {
      async open() {
        const { place } = storage
        const opened = await openS3BlobStore({ place, folder: folder.path, isShared: true })
        if (!opened.ok) throw new Error(opened.error)
        return opened.value
      },
      countFiles: async () => storage.names().length + filesBelow(folder.path).length,
      age: async (ms) => storage.age(ms),
      async remove() {
        await storage.stop()
        folder.remove()
      },
    }
  },
}

/** Every blob store that the server can be put together with. */
export const blobStores: readonly BlobStoreUnderTest[] = [files, s3]
