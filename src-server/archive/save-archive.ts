import { open, rename, rm, stat } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Readable by the owner alone: it is as secret as the store that it comes from. */
const FILE_MODE = 0o600

/** Whether there is something under the name already. */
export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

/**
 * Writes the bytes into a new file, which is there in full or not at all, and which survives a power
 * cut when this returns.
 *
 * @throws what the source throws, or the error of the file system
 */
export async function saveArchive(file: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const partial = `${file}.part`
  try {
    const sink = createWriteStream(partial, { mode: FILE_MODE, flush: true })
    await pipeline(Readable.from(bytes, { objectMode: true }), sink)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  await syncFolder(dirname(file))
}

/** A new name is safe from a power cut once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
