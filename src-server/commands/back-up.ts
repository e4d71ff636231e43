import { dirname } from 'node:path'
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type ArchiveRecord } from '#shared/archive/records.ts'
import type { BlobId } from '#shared/domain/ids.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { exists, saveArchive } from '../archive/save-archive.ts'
import { diskReason } from '../archive/say-disk-fault.ts'
import { writeArchive, type BlobSource } from '../archive/write-archive.ts'
import type { ArchiveSource } from '../open-archive.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { OnProgress } from './progress.ts'

/** @returns what was done, or why it could not be done, as a sentence; then there is no file */
export async function backUp(
  source: ArchiveSource,
  options: {
    readonly file: string
    readonly serverName: string
    readonly version: string
    readonly now: number
    readonly onProgress: OnProgress
    readonly signal: AbortSignal
  },
): Promise<Result<string, string>> {
  const { file, serverName, version, now, onProgress, signal } = options
  if (await exists(file)) return fail(`${file} is there already, and a backup replaces nothing.`)
  const missing = new Set<BlobId>()
  const counted = { messages: 0, people: 0 }
  const total = source.size.messages + source.size.people
  const bytes = writeArchive({
    header: {
      kind: 'header',
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      createdAt: now,
      writtenBy: version,
      serverName,
      expected: source.size,
    },
    records: counting(source.dump(), counted, () => {
      signal.throwIfAborted()
      onProgress(counted.messages + counted.people, total)
    }),
    blobs: blobsFrom(source.blobs),
    onMissingBlob: (id) => missing.add(id),
  })
  try {
    await saveArchive(file, bytes)
  } catch (error) {
    return fail(sentenceFor(error, file, signal))
  }
  const lost = missing.size === 0 ? '' : ` ${missing.size} files that messages refer to are gone.`
  return succeed(
    `${file} holds ${counted.messages.toLocaleString('en')} messages and ${counted.people.toLocaleString('en')} people.${lost} Whoever has it can read everything and be anybody: keep it safe.`,
  )
}

async function* counting(
  records: AsyncIterable<ArchiveRecord>,
  counted: { messages: number; people: number },
  onRecord: () => void,
): AsyncGenerator<ArchiveRecord> {
  for await (const record of records) {
    if (record.kind === 'message') counted.messages += 1
    if (record.kind === 'person') counted.people += 1
    onRecord()
    yield record
  }
}

const blobsFrom = (blobs: BlobStore): BlobSource => ({
  async open(id) {
    const found = await blobs.find(id)
    const content = found && (await blobs.read(id))
    return found && content ? { size: found.size, content: toBuffers(content) } : null
  },
})

async function* toBuffers(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of content) yield Buffer.from(piece.buffer, piece.byteOffset, piece.length)
}

function sentenceFor(error: unknown, file: string, signal: AbortSignal): string {
  if (signal.aborted) return 'The backup was stopped, and no file was left behind.'
  if (error instanceof Unavailable) return `There is no backup: ${error.message}. Try again.`
  const reason = diskReason(error)
  if (reason !== null) return `Cannot write ${file}: ${reason}. Check the disk of ${dirname(file)}.`
  throw error
}
