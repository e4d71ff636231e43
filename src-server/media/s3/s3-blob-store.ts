import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { BlobId } from '#shared/domain/ids.ts'
import type { BlobStore, ByteRange, StoredBlob } from '../../ports/blob-store.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { S3Place } from '../../s3-place.ts'
import { makeFolder } from '../blob-folder.ts'
import { onDisk } from '../disk-faults.ts'
import { refuseWhenNearlyFull } from '../free-space.ts'
import { forgetIncoming, LEFT_BEHIND_AFTER_MS } from '../incoming.ts'
import { receive } from '../receive.ts'
import { sniff, SNIFFED_BYTES } from '../sniff.ts'
import { createBucket, type Part } from './bucket.ts'
import { collectBlobs } from './collect.ts'
import { BLOBS, createCopies } from './copies.ts'
import { createKnownNames } from './known-names.ts'
import { leaveMark, MARK } from './mark.ts'
import { readOn } from './read-blob.ts'
import { forgetTries, tryOut } from './try-out.ts'

/** The newest copy may be replaced between finding out its name and using it, but not each time. */
const TRIES = 5

export interface S3BlobOptions {
  readonly place: S3Place
  /** Where files are while they are received; created when missing. */
  readonly folder: string
  /** Other processes may be using the folder now, so that what looks unfinished may be theirs. */
  readonly isShared: boolean
  /** How long storage may say nothing; some seconds when left out. */
  readonly silentForMs?: number
}

/** Blobs as objects in a bucket; the failure is one sentence for whoever started the server. */
export async function openS3BlobStore({
  place,
  folder,
  isShared,
  silentForMs,
}: S3BlobOptions): Promise<Result<BlobStore, string>> {
  const incoming = join(folder, 'media', 'incoming')
  try {
    await makeFolder(incoming)
    await forgetIncoming(incoming, isShared ? LEFT_BEHIND_AFTER_MS : 0)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return fail(
      `Cannot use the folder ${incoming} for files while they are received (${code ?? String(error)}). Set DATA_DIR to a folder that this user may write to.`,
    )
  }
  const bucket = createBucket(place, silentForMs)
  const refused = await tryOut(bucket)
  if (refused !== null) return fail(refused)

  const copies = createCopies(bucket)
  const known = createKnownNames()

  /** @param use null when there is no object of that name any more */
  async function withCopy<Value>(
    id: BlobId,
    use: (name: string) => Promise<Value | null>,
  ): Promise<Value | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const name = known.of(id) ?? (await copies.newest(id))?.name
      if (name === undefined) return null
      const value = await use(name)
      if (value !== null) {
        known.note(id, name)
        return value
      }
      known.forget(id)
    }
    throw new Unavailable('A file is being replaced all the time')
  }

  const open = (id: BlobId, range: ByteRange): Promise<Part | null> =>
    withCopy(id, (name) => bucket.read(name, range))

  async function describe(id: BlobId): Promise<StoredBlob | null> {
    const head = await open(id, { first: 0, last: SNIFFED_BYTES - 1 })
    if (!head) return null
    const pieces: Buffer[] = []
    for await (const piece of head.content) pieces.push(piece)
    return { id, size: head.size, contentType: await sniff(Buffer.concat(pieces)) }
  }

  /** What was left behind when this cannot be done now goes with the next collection. */
  async function settle(id: BlobId, name: string): Promise<void> {
    known.note(id, name)
    await copies.tidy(id).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error
    })
  }

  const store: BlobStore = {
    async put(content, rules) {
      const file = join(incoming, randomUUID())
      const received = await onDisk(async () => {
        await refuseWhenNearlyFull(incoming, rules.maxBytes)
        return receive(content, file, rules)
      })
      if (received.kind !== 'received') return received
      const { blob } = received
      const name = copies.newName(blob.id)
      try {
        const body = { size: blob.size, sha256: blob.id, open: () => createReadStream(file) }
        await bucket.put(name, body)
      } finally {
        await rm(file, { force: true }).catch(() => undefined)
      }
      await settle(blob.id, name)
      return { kind: 'stored', blob }
    },

    find: describe,

    async renew(id) {
      const name = copies.newName(id)
      const isDone = await withCopy(id, async (from) => (await bucket.copy(from, name)) || null)
      if (!isDone) return null
      await settle(id, name)
      return describe(id)
    },

    async read(id, range) {
      const wanted = range ?? { first: 0, last: Number.MAX_SAFE_INTEGER }
      const part = await open(id, wanted)
      if (!part) return null
      return readOn(part, part.range, (rest) => open(id, rest))
    },

    async collect(collection) {
      await onDisk(() => forgetIncoming(incoming, LEFT_BEHIND_AFTER_MS))
      await forgetTries(bucket)
      return collectBlobs(bucket, collection)
    },

    async isEmpty() {
      return (await bucket.list(BLOBS, { max: 1 })).objects.length === 0
    },

    mark: () => bucket.readText(MARK),
    leaveMark: (mark) => leaveMark(bucket, mark),
  }
  return succeed(store)
}
