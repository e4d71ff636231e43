import { randomUUID } from 'node:crypto'
import { open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { uploadReplySchema } from '#shared/protocol/http.ts'
import type { AppendOutcome, PartialUploads } from '../ports/partial-uploads.ts'
import { makeFolder, namesIn, replace } from './blob-folder.ts'
import { onDisk, unlessMissing } from './disk-faults.ts'
import { refuseWhenNearlyFull } from './free-space.ts'
import { createLatestWins } from './latest-wins.ts'
import { nextPiece, writeAll } from './receive.ts'

const FILE_MODE = 0o600

/** The size is part of the name, so that an upload is one file and begins in one step. */
const UPLOAD_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,15}$/

/** The answer to an upload that is complete, beside it and in place of it. */
const DONE = '.done'

/**
 * Uploads that go on after a break, as files in a folder of their own:
 *
 *     uploads/<person>.<uuid>.<size>        what has arrived
 *     uploads/<person>.<uuid>.<size>.done   what came of it
 *
 * @returns one sentence for whoever started the server when the folder cannot be used
 */
export async function openPartialUploads(folder: string): Promise<Result<PartialUploads, string>> {
  const root = join(folder, 'uploads')
  try {
    await makeFolder(root)
    // After a sudden end of the machine a file may be longer than what was written of it.
    await forget(root, Date.now() - uptime() * 1_000)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return fail(
      `Cannot use the folder ${root} for uploads (${code ?? String(error)}). Set DATA_DIR to a folder that this user may write to.`,
    )
  }
  const inTurn = createLatestWins()

  const nameOf = (owner: PersonId, id: string): string | null =>
    UPLOAD_ID.test(id) ? join(root, `${owner}.${id}`) : null
  const sizeOf = (id: string): number => Number(id.split('.')[1])

  async function replyOf(file: string) {
    const text = await unlessMissing(readFile(file + DONE, 'utf8'))
    return text === null ? null : uploadReplySchema.parse(JSON.parse(text))
  }

  return succeed({
    create: (owner, size) =>
      onDisk(async () => {
        await refuseWhenNearlyFull(root, size)
        const id = `${randomUUID()}.${size}`
        await writeFile(join(root, `${owner}.${id}`), '', { flag: 'wx', mode: FILE_MODE })
        return id
      }),

    find: (owner, id) =>
      onDisk(async () => {
        const file = nameOf(owner, id)
        if (file === null) return null
        const size = sizeOf(id)
        // In this order: the answer is there before the content goes.
        const found = await unlessMissing(stat(file))
        const reply = await replyOf(file)
        if (reply) return { size, offset: size, reply }
        return found && { size, offset: found.size, reply: null }
      }),

    async append(owner, id, part) {
      const file = nameOf(owner, id)
      if (file === null) return { kind: 'unknown' }
      return inTurn(file, (signal) =>
        onDisk(() => appendTo(file, { ...part, size: sizeOf(id), signal })),
      )
    },

    read: (owner, id) =>
      onDisk(async () => {
        const file = nameOf(owner, id)
        const handle = file && (await unlessMissing(open(file, 'r')))
        return handle ? handle.createReadStream() : null
      }),

    finish: (owner, id, reply) =>
      onDisk(async () => {
        const file = nameOf(owner, id)
        if (file === null) return
        // In full before it has its name, so that nobody finds half of it.
        const written = `${file}.${randomUUID()}`
        await writeFile(written, JSON.stringify(reply), { mode: FILE_MODE })
        await replace(written, file + DONE)
        await rm(file, { force: true })
      }),

    forget: (idleSince) => onDisk(() => forget(root, idleSince)),
  })
}

async function forget(root: string, idleSince: number): Promise<void> {
  for (const name of await namesIn(root)) {
    const file = join(root, name)
    const found = await unlessMissing(stat(file))
    if (found && found.mtimeMs < idleSince) await rm(file, { force: true })
  }
}

interface Part {
  readonly offset: number
  readonly content: AsyncIterable<Uint8Array>
  /** Of the whole file. */
  readonly size: number
  readonly signal: AbortSignal
}

async function appendTo(file: string, part: Part): Promise<AppendOutcome> {
  const handle = await unlessMissing(open(file, 'r+'))
  if (!handle) return { kind: 'unknown' }
  try {
    const { size: offset } = await handle.stat()
    return offset === part.offset ? await writePieces(handle, part) : { kind: 'conflict', offset }
  } finally {
    await handle.close()
  }
}

async function writePieces(handle: FileHandle, part: Part): Promise<AppendOutcome> {
  const { content, size, signal } = part
  const stopped = new Promise<'interrupted'>((resolve) => {
    if (signal.aborted) return resolve('interrupted')
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true })
  })
  const pieces = content[Symbol.asyncIterator]()
  let offset = part.offset
  try {
    for (;;) {
      const piece = await Promise.race([nextPiece(pieces), stopped])
      if (piece === 'interrupted') return { kind: 'interrupted' }
      if (piece === 'end') return { kind: 'appended', offset }
      if (offset + piece.length > size) return { kind: 'too-large' }
      await writeAll(handle, piece, offset)
      offset += piece.length
    }
  } finally {
    // Not waited for: one that was stopped may be waiting for a sender who is gone.
    void pieces.return?.()?.catch(() => undefined)
  }
}
