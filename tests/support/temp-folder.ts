import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TempFolder {
  readonly path: string
  remove(): void
}

/** A folder of its own for a test, gone afterwards. */
export function createTempFolder(purpose: string): TempFolder {
  const path = mkdtempSync(join(tmpdir(), `parley-${purpose}-`))
  return {
    path,
    // A process that has just been killed may still be letting go of its files.
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  }
}
