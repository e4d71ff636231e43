import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export const DATABASE_FILE = 'parley.db'

/** Readable by the owner alone. */
const FOLDER_MODE = 0o700

/** @returns a sentence when the folder cannot be used */
export function prepareFolder(folder: string): string | null {
  try {
    makeFolder(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return `Cannot use the data folder ${folder}: ${reasons[code ?? ''] ?? code ?? 'it is not usable'}. Set DATA_DIR to a folder that this user may write to.`
  }
}

/** Node's own `recursive` never returns where the system says "no such file", as in /proc. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder, { mode: FOLDER_MODE })
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  EEXIST: 'there is a file of this name',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'it cannot be created there',
  ENOSPC: 'the disk is full',
}
