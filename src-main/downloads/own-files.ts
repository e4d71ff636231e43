import type { DownloadItem } from 'electron'
import { existsSync } from 'node:fs'
import { join, parse } from 'node:path'

/** The name that no file in the folder has: a second one gets a number, as in browsers. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const { name: stem, ext } = parse(name)
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? `${stem}${ext}` : `${stem} (${number})${ext}`
    if (!isTaken(tried)) return tried
  }
}

/** Whether the page made the file itself: nothing is fetched from anywhere, and nobody else saves here. */
export const isOwnFile = (url: string, appOrigin: string): boolean =>
  url.startsWith(`blob:${appOrigin}/`)

/**
 * Saves what the page hands out, such as recordings, into the downloads of the system. Without a
 * question for each file: a recording of ten people is ten of them.
 */
export function createOwnFileSaver(options: {
  readonly folder: () => string
  readonly tell: (sentence: string) => void
}): (item: DownloadItem) => void {
  /** Being written: some systems make the file only at its end. */
  const underWay = new Set<string>()
  return (item) => {
    const home = options.folder()
    const name = freeName(
      item.getFilename(),
      (tried) => underWay.has(tried) || existsSync(join(home, tried)),
    )
    underWay.add(name)
    item.setSavePath(join(home, name))
    item.once('done', (_event, state) => {
      underWay.delete(name)
      if (state !== 'completed') options.tell(`“${name}” could not be saved in ${home}.`)
    })
  }
}
