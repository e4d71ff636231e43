import { createHash } from 'node:crypto'
import {
  archiveRecordSchema,
  type ArchiveFooter,
  type ArchiveHeader,
  type ArchiveRecord,
} from '#shared/archive/records.ts'
import type { BlobId } from '#shared/domain/ids.ts'
import { blobsOf } from '#shared/domain/messages.ts'
import { createRecordChecker } from './check-records.ts'
import { blobLine, blobName, FOOTER_NAME, HEADER_NAME, recordsName } from './layout.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'

/** Where the content of files comes from. */
export interface BlobSource {
  /** Null when there is no such file any more. */
  open(
    id: BlobId,
  ): Promise<{ readonly size: number; readonly content: AsyncIterable<Buffer> } | null>
}

export interface ArchiveContent {
  readonly header: ArchiveHeader
  readonly records: AsyncIterable<ArchiveRecord>
  readonly blobs: BlobSource
  /** A file that something refers to and that is not there. */
  readonly onMissingBlob: (id: BlobId) => void
}

/** A part of the records is put together in memory, because tar wants to know its size beforehand. */
const PART_BYTES = 1024 * 1024

/** The archive as bytes, made while they are taken. */
export async function* writeArchive(content: ArchiveContent): AsyncGenerator<Buffer> {
  const { header, records, blobs, onMissingBlob } = content
  const hash = createHash('sha256')
  const file = (name: string, body: Buffer): Buffer[] => [
    tarHeader({ name, size: body.length }, header.createdAt),
    body,
    tarPadding(body.length),
  ]

  const headerLine = lineOf(header)
  hash.update(headerLine)
  yield* file(HEADER_NAME, headerLine)

  const checker = createRecordChecker()
  const wanted = new Set<BlobId>()
  let part = 0
  for await (const body of inParts(records, checker, wanted)) {
    part += 1
    hash.update(body)
    yield* file(recordsName(part), body)
  }

  const written = { count: 0, bytes: 0 }
  for (const id of wanted) {
    const blob = await blobs.open(id)
    if (!blob) {
      onMissingBlob(id)
      continue
    }
    yield tarHeader({ name: blobName(id), size: blob.size }, header.createdAt)
    yield* exactly(blob.content, blob.size)
    yield tarPadding(blob.size)
    hash.update(blobLine(id, blob.size))
    written.count += 1
    written.bytes += blob.size
  }

  const footer: ArchiveFooter = {
    kind: 'footer',
    records: checker.counts(),
    blobs: written,
    sha256: hash.digest('hex'),
  }
  yield* file(FOOTER_NAME, lineOf(footer))
  yield tarEnd()
}

const lineOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`)

/** Lines in pieces of about a megabyte. What could not be read again is not written either. */
async function* inParts(
  records: AsyncIterable<ArchiveRecord>,
  checker: ReturnType<typeof createRecordChecker>,
  wanted: Set<BlobId>,
): AsyncGenerator<Buffer> {
  let lines: Buffer[] = []
  let bytes = 0
  for await (const raw of records) {
    const record = archiveRecordSchema.parse(raw)
    refuse(checker.take(record))
    for (const id of blobsIn(record)) wanted.add(id)
    const line = lineOf(record)
    lines.push(line)
    bytes += line.length
    if (bytes < PART_BYTES) continue
    yield Buffer.concat(lines)
    lines = []
    bytes = 0
  }
  refuse(checker.end())
  if (bytes > 0) yield Buffer.concat(lines)
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new Error(`The store does not fit together: ${problem}`)
}

function blobsIn(record: ArchiveRecord): readonly BlobId[] {
  if (record.kind === 'message') return blobsOf(record.attachments)
  return record.kind === 'person' && record.avatar ? [record.avatar] : []
}

/** The size was written before the content, so it has to be true. */
async function* exactly(content: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of content) {
    bytes += piece.length
    if (bytes > size) break
    yield piece
  }
  if (bytes !== size) throw new Error('A file changed while it was being read')
}
