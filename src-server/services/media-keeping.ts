import type { BlobStore } from '../ports/blob-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MediaStore } from '../ports/media-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { UPLOAD_KEPT_MS } from './media.ts'
import { createRepeat } from './repeat.ts'

/** A deleted recording is off the disk within this time and the next. */
const COLLECT_EVERY_MS = 15 * 60_000

/** Storing a file and referring to it are two steps: much longer than the second one may take. */
const IDLE_FOR_MS = 60 * 60_000

/** What files and store are to each other when they do not belong together, for whoever runs the server. */
const sentences = {
  folder: {
    notShared:
      'The folder "media" of DATA_DIR is not the one in which other instances keep recordings and files: let all instances use the same folder, or people will not be able to fetch what was sent through another instance.',
    lost: 'The folder "media" of DATA_DIR is gone, and recordings and files that were sent before with it. If there is a copy, put it back.',
    unchecked:
      'The folder "media" of DATA_DIR cannot be written or read at the moment: look whether the disk is full. Recordings and files can be sent again once it can.',
    foreign:
      'The folder "media" of DATA_DIR holds recordings and files of another database. They are kept, and nothing there is cleared away. If nobody needs them, stop the server and delete the folder.',
  },
  bucket: {
    notShared:
      'The bucket of MEDIA_S3_URL is not the one in which other instances keep recordings and files: let all instances use the same bucket and MEDIA_S3_PREFIX, or people will not be able to fetch what was sent through another instance.',
    lost: 'The bucket of MEDIA_S3_URL has none of the recordings and files that were sent before. If they are in another bucket, set that one; if they are in DATA_DIR, unset MEDIA_S3_URL, make a backup, and restore it with MEDIA_S3_URL set.',
    unchecked:
      'The bucket of MEDIA_S3_URL cannot be written or read at the moment. Recordings and files can be sent again once it can.',
    foreign:
      'The bucket of MEDIA_S3_URL holds recordings and files of another database. They are kept, and nothing there is cleared away. Two servers can share a bucket if each has a MEDIA_S3_PREFIX of its own.',
  },
} as const

/**
 * Clears away files that nothing refers to any more. The files and the store that refers to them bear
 * the same mark: a store that was lost and began anew refers to nothing, and then its files are all
 * that is left, so nothing of them is cleared away.
 */
export function createMediaKeeping(deps: {
  readonly blobs: BlobStore
  readonly media: MediaStore
  readonly clock: Clock
  readonly log: Log
  readonly newMark: () => string
  /** Several instances use this store, so that its files may be elsewhere. */
  readonly isShared: boolean
  /** What the files are in. */
  readonly place: keyof typeof sentences
}) {
  const { blobs, media, clock, log, newMark, isShared } = deps
  const say = sentences[deps.place]
  const repeat = createRepeat(clock, COLLECT_EVERY_MS, collectSafely)

  /** Where there are no files none can be cleared away by mistake. */
  async function belongToNew(ofFiles: string): Promise<'together' | 'store-is-new'> {
    if (!(await blobs.isEmpty())) return 'store-is-new'
    return (await media.leaveMark(ofFiles)) === ofFiles ? 'together' : 'store-is-new'
  }

  /** Marks both when neither is marked yet, several instances at once included. */
  async function belongTogether(): Promise<'together' | 'files-missing' | 'store-is-new'> {
    const [ofStore, ofFiles] = [await media.mark(), await blobs.mark()]
    if (ofStore === null && ofFiles !== null) return belongToNew(ofFiles)
    if (ofStore !== null && ofFiles === null) return 'files-missing'
    if (ofStore !== null) return ofStore === ofFiles ? 'together' : 'store-is-new'
    // The files first: whoever sees a store that is marked can rely on the files being so as well.
    const mark = await blobs.leaveMark(newMark())
    return (await media.leaveMark(mark)) === mark ? 'together' : 'files-missing'
  }

  async function collect(): Promise<number> {
    if ((await belongTogether()) !== 'together') return 0
    const now = clock.now()
    return blobs.collect({
      idleSince: now - IDLE_FOR_MS,
      referredTo: (ids) => media.referredTo(ids, now - UPLOAD_KEPT_MS),
    })
  }

  async function collectSafely(): Promise<void> {
    try {
      const gone = await collect()
      if (gone > 0) log.info({ gone }, 'cleared away files that nothing refers to')
    } catch (error) {
      log.warn({ err: error }, 'could not clear away files; trying again later')
    }
  }

  async function check(): Promise<readonly string[]> {
    const found = await belongTogether()
    switch (found) {
      case 'together':
        return []
      case 'files-missing': {
        if (isShared) return [say.notShared]
        const mark = await media.mark()
        if (mark !== null) await blobs.leaveMark(mark)
        return [say.lost]
      }
      case 'store-is-new':
        return [say.foreign]
    }
  }

  return {
    collect,

    /** @returns what the host should know, as sentences */
    async check(): Promise<readonly string[]> {
      try {
        return await check()
      } catch (error) {
        // A full disk is no reason not to let people read; clearing away looks again by itself.
        if (error instanceof Unavailable) return [say.unchecked]
        throw error
      }
    },

    start: repeat.start,
    stop: repeat.stop,
  }
}
