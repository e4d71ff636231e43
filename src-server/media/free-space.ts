import { statfs } from 'node:fs/promises'
import { Unavailable } from '../ports/unavailable.ts'

/** A disk that files have filled takes no messages any more, so files leave it this much. */
const FREE_MIN_BYTES = 256 * 1024 * 1024
const FREE_MIN_PART = 1 / 20

/** @throws {Unavailable} when the disk of this folder has no room for so many bytes */
export async function refuseWhenNearlyFull(folder: string, bytes: number): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(folder)
  // Some network file systems do not say.
  if (blocks === 0) return
  const reserve = Math.min(FREE_MIN_BYTES, blocks * bsize * FREE_MIN_PART)
  if (bavail * bsize - bytes < reserve) throw new Unavailable('The disk is nearly full')
}
