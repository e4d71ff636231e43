import { createReadStream } from 'node:fs'
import type { ArchiveHeader, ArchiveRecord } from '#shared/archive/records.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { ArchiveProblem } from '../archive/problem.ts'
import { openArchive, type BlobSink } from '../archive/read-archive.ts'
import { diskReason } from '../archive/say-disk-fault.ts'
import type { ArchiveTarget } from '../open-archive.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { OnProgress } from './progress.ts'

interface Options {
  readonly file: string
  readonly onProgress: OnProgress
  /** All of it was read, and is now put in order, which takes about as long again. */
  readonly onRead: () => void
  readonly signal: AbortSignal
}

/** Large pieces: a tar file is read from its beginning to its end. */
const READ_BYTES = 256 * 1024

/** @returns what was done, or why nothing was changed, as sentences */
export async function restore(
  target: ArchiveTarget,
  options: Options,
): Promise<Result<readonly string[], string>> {
  const readiness = await target.archive.readiness()
  if (readiness === 'in-use') {
    return fail('A Parley server is using this Redis. Stop all of them first; nothing was changed.')
  }
  if (readiness === 'not-empty') {
    return fail(
      'There is a server in this place already, and nothing was changed. Import into an empty DATA_DIR, or into a Redis with another REDIS_PREFIX; "restore" replaces what is in a DATA_DIR.',
    )
  }
  return read(options, 'Nothing was changed.', async (header, records) => {
    const filesMark = await target.blobs.mark()
    await target.archive.load(records(sinkOf(target.blobs)), filesMark)
    return [summaryOf(header, options.file), ...target.notices]
  })
}

/** @returns what is in it, or what is wrong with it */
export function check(options: Options): Promise<Result<readonly string[], string>> {
  return read(options, '', async (header, records) => {
    for await (const _ of records(nowhere)) continue
    return [summaryOf(header, options.file), 'It is complete and undamaged.']
  })
}

async function read(
  { file, onProgress, onRead, signal }: Options,
  consolation: string,
  work: (
    header: ArchiveHeader,
    records: (blobs: BlobSink) => AsyncIterable<ArchiveRecord>,
  ) => Promise<readonly string[]>,
): Promise<Result<readonly string[], string>> {
  const bytes = createReadStream(file, { highWaterMark: READ_BYTES })
  try {
    const { header, records } = await openArchive(bytes as AsyncIterable<Buffer>)
    const { messages, people } = header.expected
    return succeed(
      await work(header, (blobs) =>
        counting(
          records(blobs),
          (done) => {
            signal.throwIfAborted()
            onProgress(done, messages + people)
          },
          onRead,
        ),
      ),
    )
  } catch (error) {
    if (signal.aborted) return fail('It was stopped, and nothing was changed.')
    return fail(`${sentenceFor(error, file)} ${consolation}`.trim())
  } finally {
    bytes.destroy()
  }
}

async function* counting(
  records: AsyncIterable<ArchiveRecord>,
  onProgress: (done: number) => void,
  onRead: () => void,
): AsyncGenerator<ArchiveRecord> {
  let done = 0
  for await (const record of records) {
    if (record.kind === 'message' || record.kind === 'person') done += 1
    onProgress(done)
    yield record
  }
  onRead()
}

const sinkOf = (blobs: BlobStore): BlobSink => ({
  async put(_, size, content) {
    const rules = { maxBytes: Math.max(1, size), accepts: () => true }
    const outcome = await blobs.put(content, rules)
    if (outcome.kind !== 'stored' && outcome.kind !== 'empty') {
      throw new Error(`A file could not be stored (${outcome.kind})`)
    }
  },
})

const nowhere: BlobSink = {
  async put(_, __, content) {
    for await (const _piece of content) continue
  },
}

const summaryOf = ({ serverName, createdAt, expected }: ArchiveHeader, file: string): string =>
  `${file} is of ${serverName}, ${new Date(createdAt).toISOString()}, with about ${expected.messages.toLocaleString('en')} messages and ${expected.people.toLocaleString('en')} people.`

function sentenceFor(error: unknown, file: string): string {
  if (error instanceof ArchiveProblem) return `${file} ${error.message}`
  if (error instanceof Unavailable) return `It could not be done: ${error.message}.`
  const reason = diskReason(error)
  if (reason !== null) return `Cannot read ${file}: ${reason}.`
  throw error
}
