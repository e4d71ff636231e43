import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inBatches } from '../archive/in-batches.ts'
import type { ArchiveStore } from '../ports/archive-store.ts'
import type { Log } from '../ports/log.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { controlRequestSchema, toLine } from './language.ts'
import { linesOf } from './lines.ts'

/** A question is one short line. */
const QUESTION_MAX_LENGTH = 1_000
/** Long enough for a machine that is busy; whoever says nothing for this time wants nothing. */
const QUESTION_WITHIN_MS = 5_000

const LINES_AT_ONCE = 200

export interface Control {
  close(): Promise<void>
}

/**
 * Answers commands on the same machine that need the store while this server has it. Whoever holds the
 * data folder is the only one who listens there, so what is left of a server that died may be removed.
 *
 * @throws when the system refuses
 */
export async function serveControl(deps: {
  readonly address: string
  readonly archive: ArchiveStore
  readonly log: Log
}): Promise<Control> {
  const { address, archive, log } = deps
  const isFile = !address.startsWith('\\\\')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    void answer(socket, archive, log)
  })
  if (isFile) rmSync(address, { force: true })
  server.listen(address)
  await once(server, 'listening')
  server.on('error', (error) => log.warn({ reason: error.message }, 'control socket'))
  // The folder is ours alone already; this is the second lock.
  if (isFile) chmodSync(address, 0o600)
  return {
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(socket: Socket, archive: ArchiveStore, log: Log): Promise<void> {
  socket.setTimeout(QUESTION_WITHIN_MS, () => socket.destroy())
  try {
    socket.setEncoding('utf8')
    const isUnderstood = await readQuestion(socket)
    if (!isUnderstood) return void socket.end(toLine(failed('This is not understood.')))
    // From here on the other one may be as slow as its disk is.
    socket.setTimeout(0)
    await pipeline(Readable.from(dumpLines(archive, log)), socket)
  } catch {
    socket.destroy()
  }
}

async function readQuestion(socket: Socket): Promise<boolean> {
  // Not in a `for await`, which would end the socket with the first line.
  const lines = linesOf(piecesOf(socket), QUESTION_MAX_LENGTH)
  const first = await lines.next()
  if (first.done === true) return false
  return controlRequestSchema.safeParse(parseJson(first.value)).success
}

async function* piecesOf(socket: Socket): AsyncGenerator<string> {
  for (;;) {
    const piece = socket.read() as string | null
    if (piece !== null) yield piece
    else if (socket.readableEnded || socket.destroyed) return
    else await Promise.race([once(socket, 'readable'), once(socket, 'close')])
  }
}

async function* dumpLines(archive: ArchiveStore, log: Log): AsyncGenerator<string> {
  try {
    yield toLine({ kind: 'size', ...(await archive.size()) })
    for await (const records of inBatches(archive.dump(), LINES_AT_ONCE)) {
      yield records.map(toLine).join('')
    }
    yield toLine({ kind: 'end' })
  } catch (error) {
    const isExpected = error instanceof Unavailable
    if (!isExpected) log.error({ err: error }, 'could not write the store down')
    yield toLine(failed(isExpected ? `${error.message}.` : 'The log of the server says why.'))
  }
}

const failed = (message: string) => ({ kind: 'failed', message }) as const

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
