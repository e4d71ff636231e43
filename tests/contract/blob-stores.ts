import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobStore } from '../../src-server/ports/blob-store.ts'
import { openFileBlobStore } from '../../src-server/media/file-blob-store.ts'
import { createTempFolder } from '../support/temp-folder.ts'

/** The seam for places where files are kept: a new one becomes an entry here. */

export interface BlobPlace {
  /** One more process that uses the same place. */
  open(): Promise<BlobStore>
  /** Everything that takes room, whether it is a blob or not. */
  countFiles(): Promise<number>
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
      remove: async () => folder.remove(),
    }
  },
}

/** Every blob store that the server can be put together with. */
export const blobStores: readonly BlobStoreUnderTest[] = [files]
