import type { DownloadItem, Session } from 'electron'
import { basename } from 'node:path'
import type { Download, DownloadWish } from '#shared/ipc/downloads.ts'
import { createOwnFileSaver, isOwnFile } from './own-files.ts'
import { safeFileName } from './safe-file-name.ts'
import { createTotalProgress } from './total-progress.ts'

/** What takes no longer is there before anybody has read that it is on its way; in milliseconds. */
const TELL_AFTER_MS = 1_000

/** So many can be shown in their folder; whoever wants an older one finds it there. */
const KEPT_MAX = 100

export interface Downloads {
  /** Asks where to and begins. @returns whether somebody chose a place */
  save(wish: DownloadWish): Promise<boolean>
  cancel(id: string): void
  showInFolder(id: string): void
}

interface Expected {
  readonly id: string
  readonly url: string
  readonly path: string
}

/**
 * What the page may put on disk: files of a server, where somebody chose in the system's own window,
 * and what the page made itself, such as recordings, in the folder for downloads. Anything else that
 * would be downloaded is not.
 */
export function createDownloads(
  session: Session,
  options: {
    readonly appOrigin: string
    readonly folder: () => string
    /** @returns null when nobody wants it after all */
    readonly askWhere: (defaultName: string) => Promise<string | null>
    readonly newId: () => string
    readonly showProgress: (part: number) => void
    readonly showItem: (path: string) => void
    readonly tell: (download: Download) => void
    readonly tellSentence: (sentence: string) => void
  },
): Downloads {
  const { appOrigin, askWhere, newId, tell } = options
  const progress = createTotalProgress(options.showProgress)
  const saveOwnFile = createOwnFileSaver({ folder: options.folder, tell: options.tellSentence })
  const expected: Expected[] = []
  /** What ends each one that is under way. */
  const running = new Map<string, () => void>()
  const saved = new Map<string, string>()

  /** The place that was chosen for it; each wish is fulfilled once. */
  function takeExpected(item: DownloadItem): Expected | undefined {
    const [asked] = item.getURLChain()
    const at = expected.findIndex(({ url }) => url === asked)
    return at < 0 ? undefined : expected.splice(at, 1)[0]
  }

  function follow(item: DownloadItem, { id, path }: Expected): void {
    const name = basename(path)
    const note = (): void => progress.note(id, item.getReceivedBytes(), item.getTotalBytes())
    let isWanted = true
    running.set(id, () => {
      isWanted = false
      item.cancel()
    })
    note()
    const slow = setTimeout(() => tell({ id, name, phase: 'saving' }), TELL_AFTER_MS)
    item.on('updated', (_event, state) => {
      // Nothing goes on with it later: whoever still wants it asks again.
      if (state === 'interrupted') item.cancel()
      else note()
    })
    item.once('done', (_event, state) => {
      clearTimeout(slow)
      running.delete(id)
      progress.end(id)
      if (state === 'completed') keep(id, path)
      tell({ id, name, phase: state === 'completed' ? 'saved' : isWanted ? 'failed' : 'cancelled' })
    })
  }

  function keep(id: string, path: string): void {
    saved.set(id, path)
    const [oldest] = saved.keys()
    if (saved.size > KEPT_MAX && oldest !== undefined) saved.delete(oldest)
  }

  session.on('will-download', (event, item) => {
    if (isOwnFile(item.getURL(), appOrigin)) return saveOwnFile(item)
    const wish = takeExpected(item)
    if (!wish) return event.preventDefault()
    // The server that was asked may not have another one answer.
    if (new URL(item.getURL()).origin !== new URL(wish.url).origin) {
      event.preventDefault()
      return tell({ id: wish.id, name: basename(wish.path), phase: 'failed' })
    }
    item.setSavePath(wish.path)
    follow(item, wish)
  })

  return {
    async save({ url, name }) {
      const path = await askWhere(safeFileName(name))
      if (path === null) return false
      const { href } = new URL(url)
      expected.push({ id: newId(), url: href, path })
      session.downloadURL(href)
      return true
    },
    cancel: (id) => running.get(id)?.(),
    showInFolder(id) {
      const path = saved.get(id)
      if (path !== undefined) options.showItem(path)
    },
  }
}
