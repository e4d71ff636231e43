import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import type { BlobId } from '#shared/domain/ids.ts'
import type { PutOutcome, PutRules, StoredBlob } from '../ports/blob-store.ts'
import { sniff, SNIFFED_BYTES } from './sniff.ts'

const FILE_MODE = 0o600

type Refused = Exclude<PutOutcome, { kind: 'stored' }>
type Received = { readonly kind: 'received'; readonly blob: StoredBlob }

/**
 * Writes what comes into the file, piece by piece, and syncs it. Unless it was received in full and
 * accepted, the file is gone afterwards.
 */
export async function receive(
  content: AsyncIterable<Uint8Array>,
  file: string,
  rules: PutRules,
): Promise<Received | Refused> {
  const handle = await open(file, 'wx', FILE_MODE)
  let received: Received | Refused | null = null
  try {
    received = await receiveInto(handle, content, rules)
    return received
  } finally {
    await handle.close()
    if (received?.kind !== 'received') await rm(file, { force: true })
  }
}

async function receiveInto(
  handle: FileHandle,
  content: AsyncIterable<Uint8Array>,
  { maxBytes, accepts }: PutRules,
): Promise<Received | Refused> {
  const hash = createHash('sha256')
  const pieces = content[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  let contentType: string | null | undefined
  let size = 0
  try {
    for (;;) {
      const piece = await nextPiece(pieces)
      if (piece === 'interrupted') return { kind: 'interrupted' }
      if (piece !== 'end') {
        size += piece.length
        if (size > maxBytes) return { kind: 'too-large' }
        if (contentType === undefined) head = Buffer.concat([head, piece])
      } else if (size === 0) {
        return { kind: 'empty' }
      }
      if (contentType === undefined && (piece === 'end' || head.length >= SNIFFED_BYTES)) {
        contentType = await sniff(head)
        if (!accepts(contentType)) return { kind: 'not-accepted' }
      }
      if (piece === 'end') break
      hash.update(piece)
      await writeAll(handle, piece)
    }
  } finally {
    // Whoever sends is told to stop, when this ended before the content did.
    await pieces.return?.().catch(() => undefined)
  }
  // By our own clock, with which it is compared: the file system's may lag behind by a few milliseconds.
  const now = new Date()
  await handle.utimes(now, now)
  await handle.sync()
  const id = hash.digest('hex') as BlobId
  return { kind: 'received', blob: { id, size, contentType: contentType ?? null } }
}

/** A failure of whoever sends is told apart from one of the disk. */
export async function nextPiece(
  pieces: AsyncIterator<Uint8Array>,
): Promise<Uint8Array | 'end' | 'interrupted'> {
  try {
    const { done, value } = await pieces.next()
    return done === true ? 'end' : value
  } catch {
    return 'interrupted'
  }
}

/** @param at where in the file; where the last piece ended when left out */
export async function writeAll(
  handle: FileHandle,
  piece: Uint8Array,
  at: number | null = null,
): Promise<void> {
  for (let from = 0; from < piece.length;) {
    const position = at === null ? null : at + from
    const { bytesWritten } = await handle.write(piece, from, piece.length - from, position)
    from += bytesWritten
  }
}
