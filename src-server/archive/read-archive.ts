import { createHash, type Hash } from 'node:crypto'
import type { z } from 'zod'
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  archiveFooterSchema,
  archiveHeaderSchema,
  archiveRecordSchema,
  type ArchiveFooter,
  type ArchiveHeader,
  type ArchiveRecord,
} from '#shared/archive/records.ts'
import type { BlobId } from '#shared/domain/ids.ts'
import { createByteReader, type ByteReader } from './byte-reader.ts'
import { createRecordChecker } from './check-records.ts'
import { blobIdOf, blobLine, FOOTER_NAME, HEADER_NAME, isRecordsName } from './layout.ts'
import { ArchiveProblem, cut, damaged } from './problem.ts'
import { BLOCK_BYTES, isEmptyBlock, parseTarHeader, type TarEntry } from './tar.ts'

/** Where the content of files goes. */
export interface BlobSink {
  /** Takes all of the content, which may turn out to be something else than the id says. */
  put(id: BlobId, size: number, content: AsyncIterable<Buffer>): Promise<void>
}

export interface OpenArchive {
  readonly header: ArchiveHeader
  /**
   * Everything in it, once. It ends without an error only after the last byte was looked at: files
   * went to the sink, and counts and checksum are right.
   *
   * @throws ArchiveProblem
   */
  records(blobs: BlobSink): AsyncGenerator<ArchiveRecord>
}

/** A part has about a megabyte; one line may make it longer, but not this much. */
const PART_MAX_BYTES = 64 * 1024 * 1024
const LINE_MAX_BYTES = 64 * 1024

/** Looks at the beginning. @throws ArchiveProblem when it is no archive, or none for this version */
export async function openArchive(bytes: AsyncIterable<Buffer>): Promise<OpenArchive> {
  const reader = createByteReader(bytes)
  const first = await firstEntry(reader)
  if (first?.name !== HEADER_NAME) throw new ArchiveProblem('is not an archive of Parley.')
  const line = await contentOf(reader, first, LINE_MAX_BYTES)
  const header = parseHeader(line)
  return { header, records: (blobs) => walkArchive(reader, line, blobs) }
}

/** A file that does not even begin like an archive is none, rather than a damaged one. */
async function firstEntry(reader: ByteReader): Promise<TarEntry | null> {
  try {
    return await nextEntry(reader)
  } catch (error) {
    if (error instanceof ArchiveProblem) return null
    throw error
  }
}

function parseHeader(line: Buffer): ArchiveHeader {
  const raw = parseJson(line.toString())
  const { format, version } = (raw ?? {}) as { format?: unknown; version?: unknown }
  if (format !== ARCHIVE_FORMAT) throw new ArchiveProblem('is not an archive of Parley.')
  if (typeof version === 'number' && version > ARCHIVE_VERSION) {
    throw new ArchiveProblem(
      `was made by a newer version of Parley (format ${version}, and this one reads up to ${ARCHIVE_VERSION}): update Parley first.`,
    )
  }
  return parseWith(archiveHeaderSchema, raw, 'its header is not understood')
}

async function* walkArchive(
  reader: ByteReader,
  headerLine: Buffer,
  blobs: BlobSink,
): AsyncGenerator<ArchiveRecord> {
  const hash = createHash('sha256').update(headerLine)
  const checker = createRecordChecker()
  const found = { count: 0, bytes: 0 }
  for (;;) {
    const entry = await nextEntry(reader)
    if (!entry) throw cut()
    const blobId = blobIdOf(entry.name)
    if (isRecordsName(entry.name) && found.count === 0) {
      const part = await contentOf(reader, entry, PART_MAX_BYTES)
      hash.update(part)
      for (const line of linesOf(part)) {
        const record = parseRecord(line)
        refuse(checker.take(record))
        yield record
      }
    } else if (blobId) {
      await takeBlob(reader, blobId, entry.size, blobs)
      hash.update(blobLine(blobId, entry.size))
      found.count += 1
      found.bytes += entry.size
    } else if (entry.name === FOOTER_NAME) {
      refuse(checker.end())
      const footer = await readFooter(reader, entry)
      return compare(footer, {
        kind: 'footer',
        records: checker.counts(),
        blobs: found,
        sha256: hash.digest('hex'),
      })
    } else {
      throw damaged('it holds something that does not belong there')
    }
  }
}

/** @returns null at the end of the tar file */
async function nextEntry(reader: ByteReader): Promise<TarEntry | null> {
  const block = await reader.take(BLOCK_BYTES)
  if (!block) throw cut()
  if (isEmptyBlock(block)) return null
  const entry = parseTarHeader(block)
  if (!entry) throw damaged('the head of a file in it cannot be read')
  return entry
}

async function contentOf(reader: ByteReader, entry: TarEntry, maxBytes: number): Promise<Buffer> {
  if (entry.size > maxBytes) throw damaged('a part of it is too large')
  const content = await reader.take(entry.size)
  if (!content || !(await reader.take(paddingOf(entry.size)))) throw cut()
  return content
}

async function takeBlob(
  reader: ByteReader,
  id: BlobId,
  size: number,
  blobs: BlobSink,
): Promise<void> {
  const hash = createHash('sha256')
  await blobs.put(id, size, hashed(reader, size, hash))
  if (hash.digest('hex') !== id) throw damaged('a file in it has other content than it should')
  if (!(await reader.take(paddingOf(size)))) throw cut()
}

async function* hashed(reader: ByteReader, size: number, hash: Hash): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of reader.stream(size)) {
    hash.update(piece)
    bytes += piece.length
    yield piece
  }
  if (bytes < size) throw cut()
}

async function readFooter(reader: ByteReader, entry: TarEntry): Promise<ArchiveFooter> {
  const raw = parseJson((await contentOf(reader, entry, LINE_MAX_BYTES)).toString())
  return parseWith(archiveFooterSchema, raw, 'its end is not understood')
}

function compare(said: ArchiveFooter, found: ArchiveFooter): void {
  if (JSON.stringify(said.records) !== JSON.stringify(found.records)) {
    throw damaged('some of it is missing')
  }
  if (JSON.stringify(said.blobs) !== JSON.stringify(found.blobs)) {
    throw damaged('some of its files are missing')
  }
  if (said.sha256 !== found.sha256) throw damaged('its checksum is wrong')
}

const paddingOf = (size: number): number => (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES

const linesOf = (part: Buffer): readonly string[] =>
  part
    .toString()
    .split('\n')
    .filter((line) => line !== '')

function parseRecord(line: string): ArchiveRecord {
  return parseWith(archiveRecordSchema, parseJson(line), 'a line in it is not understood')
}

function parseWith<Value>(schema: z.ZodType<Value>, raw: unknown, problem: string): Value {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw damaged(`${problem} (${issue?.path.join('.') || 'form'})`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refuse(problem: string | null): void {
  if (problem !== null) throw damaged(problem)
}
