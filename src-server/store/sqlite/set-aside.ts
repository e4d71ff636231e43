import { existsSync, renameSync } from 'node:fs'
import { basename } from 'node:path'

/** The write-ahead log and its index belong to the file: without them it cannot be repaired. */
const COMPANIONS = ['', '-wal', '-shm', '-journal']

/**
 * Moves a damaged database out of the way, together with what belongs to it, and never over
 * anything that is there.
 *
 * @returns the new name of the file, without its folder
 */
export function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
  let target = `${file}.corrupt-${stamp}`
  for (let copy = 2; existsSync(target); copy += 1) target = `${file}.corrupt-${stamp}-${copy}`
  for (const companion of COMPANIONS) {
    if (existsSync(file + companion)) renameSync(file + companion, target + companion)
  }
  return basename(target)
}
