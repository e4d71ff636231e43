import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from './blob-folder.ts'
import { unlessMissing } from './disk-faults.ts'

/** Receiving touches its file with every piece and taking away takes a moment: older is left behind. */
export const LEFT_BEHIND_AFTER_MS = 10 * 60_000

/** @param age milliseconds since anything was done to them */
export async function leftBehind(parent: string, age: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of await namesIn(parent)) {
    const entry = await unlessMissing(stat(join(parent, name)))
    // Moving a file changes the time of its entry and not that of its content.
    if (entry && Date.now() - entry.ctimeMs >= age) found.push(name)
  }
  return found
}

/** What was being received when somebody ended without a warning. */
export async function forgetIncoming(folder: string, age: number): Promise<void> {
  for (const name of await leftBehind(folder, age)) {
    await rm(join(folder, name), { force: true })
  }
}
