import type { BlobId } from '#shared/domain/ids.ts'
import type { Collection } from '../../ports/blob-store.ts'
import type { Bucket, Page } from './bucket.ts'
import { BLOBS, copyOf, newestOf, type Copy } from './copies.ts'

/** Asked about in one question. */
const BATCH = 200

/** Taken away at the same time. */
const AT_ONCE = 10

/** The storage tells times in whole seconds, its own included. */
const COARSE_BY_MS = 1_000

/**
 * Takes away the blobs that nothing refers to. The times of copies are those of the storage, so the time
 * that divides old from new is brought to its clock, on the side of keeping.
 */
export async function collectBlobs(bucket: Bucket, collection: Collection): Promise<number> {
  let gone = 0
  for (let after: string | undefined; ;) {
    const page = await bucket.list(BLOBS, after === undefined ? {} : { after })
    const idleSince = onClockOfStorage(collection.idleSince, page) - COARSE_BY_MS
    const isIdle = (copy: Copy): boolean => copy.storedAt < idleSince
    const idle = [...byBlob(page)].filter(([, copies]) => copies.some(isIdle))
    for (let from = 0; from < idle.length; from += BATCH) {
      const blobs = new Map(idle.slice(from, from + BATCH))
      gone += await collectBatch(bucket, collection, { blobs, isIdle })
    }
    if (page.isLast) return gone
    after = page.objects.at(-1)?.name
  }
}

const onClockOfStorage = (time: number, { answeredAt }: Page): number =>
  time + answeredAt - Date.now()

function byBlob({ objects }: Page): ReadonlyMap<BlobId, readonly Copy[]> {
  const blobs = new Map<BlobId, Copy[]>()
  for (const copy of objects.flatMap((object) => copyOf(object) ?? [])) {
    blobs.set(copy.id, [...(blobs.get(copy.id) ?? []), copy])
  }
  return blobs
}

interface Batch {
  readonly blobs: ReadonlyMap<BlobId, readonly Copy[]>
  isIdle(copy: Copy): boolean
}

/**
 * Whatever came or was renewed since the page was listed has another copy, which is none of these. What
 * is wanted keeps its newest one: others are left behind by somebody who was interrupted.
 */
async function collectBatch(
  bucket: Bucket,
  { referredTo }: Collection,
  { blobs, isIdle }: Batch,
): Promise<number> {
  const wanted = await referredTo([...blobs.keys()])
  const unwanted = [...blobs.keys()].filter((id) => !wanted.has(id))
  const wantedNow = unwanted.length === 0 ? wanted : await referredTo(unwanted)
  const leaving: Copy[] = []
  let gone = 0
  for (const [id, copies] of blobs) {
    const isWanted = wanted.has(id) || wantedNow.has(id)
    const kept = isWanted ? newestOf(copies) : undefined
    const going = copies.filter((copy) => copy !== kept && isIdle(copy))
    leaving.push(...going)
    if (going.length === copies.length) gone += 1
  }
  for (let from = 0; from < leaving.length; from += AT_ONCE) {
    const some = leaving.slice(from, from + AT_ONCE)
    await Promise.all(some.map(({ name }) => bucket.remove(name)))
  }
  return gone
}
