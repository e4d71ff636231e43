import { link, readFile, rm, writeFile } from 'node:fs/promises'
import type { BlobFolder } from './blob-folder.ts'
import { unlessMissing } from './disk-faults.ts'

export const readMark = async (file: string): Promise<string | null> =>
  (await unlessMissing(readFile(file, 'utf8')))?.trim() ?? null

/** Written in full before it gets its name, which only one of several processes can give it. */
export async function leaveMark(folder: BlobFolder, mark: string): Promise<string> {
  const file = folder.newIncoming()
  await writeFile(file, `${mark}\n`, { mode: 0o600, flush: true })
  try {
    await link(file, folder.mark)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await nameWithoutLink(file, folder.mark)
  } finally {
    await rm(file, { force: true })
  }
  return (await readMark(folder.mark)) ?? mark
}

/** Some file systems of other machines know no links; there the last of several wins. */
async function nameWithoutLink(file: string, name: string): Promise<void> {
  if ((await readMark(name)) === null) await writeFile(name, await readFile(file), { mode: 0o600 })
}
