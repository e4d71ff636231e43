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
  const { path, name } = freeName(file, 'corrupt', now)
  for (const companion of COMPANIONS) {
    if (existsSync(file + companion)) renameSync(file + companion, path + companion)
  }
  return name
}

/** A name beside the file that says why and when, and that nothing has yet. */
export function freeName(
  file: string,
  reason: string,
  now: number,
): { readonly path: string; readonly name: string } {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
  let path = `${file}.${reason}-${stamp}`
  for (let copy = 2; existsSync(path); copy += 1) path = `${file}.${reason}-${stamp}-${copy}`
  return { path, name: basename(path) }
}
