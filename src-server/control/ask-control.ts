import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { archiveRecordSchema, type ArchiveRecord } from '#shared/archive/records.ts'
import type { ArchiveSize } from '../ports/archive-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { controlEndSchema, controlSizeSchema, toLine, type ControlRequest } from './language.ts'
import { linesOf } from './lines.ts'

/** A record with the members of a large room in it, and then some. */
const LINE_MAX_LENGTH = 64 * 1024 * 1024

/** The store of a running server, to be read once. */
export interface RunningServer {
  readonly size: ArchiveSize
  /** @throws Unavailable when the server does not finish it */
  dump(): AsyncIterable<ArchiveRecord>
  close(): void
}

/** @returns null when no server listens there */
export async function askControl(address: string): Promise<RunningServer | null> {
  const socket = connect(address)
  try {
    await once(socket, 'connect')
  } catch {
    return null
  }
  socket.setEncoding('utf8')
  socket.write(toLine({ ask: 'dump' } satisfies ControlRequest))
  const lines = linesOf(textOf(socket), LINE_MAX_LENGTH)
  const first = await lines.next().catch(() => null)
  const size = controlSizeSchema.safeParse(parseJson(first?.value))
  if (!size.success) {
    socket.destroy()
    throw new Unavailable(reasonIn(first?.value))
  }
  const { messages, people } = size.data
  return {
    size: { messages, people },
    dump: () => records(lines),
    close: () => socket.destroy(),
  }
}

async function* records(lines: AsyncGenerator<string>): AsyncGenerator<ArchiveRecord> {
  for await (const line of lines) {
    const raw = parseJson(line)
    const record = archiveRecordSchema.safeParse(raw)
    if (record.success) yield record.data
    else if (controlEndSchema.safeParse(raw).data?.kind === 'end') return
    else throw new Unavailable(reasonIn(line))
  }
  throw new Unavailable(reasonIn(undefined))
}

async function* textOf(socket: Socket): AsyncGenerator<string> {
  yield* socket as AsyncIterable<string>
}

function reasonIn(line: unknown): string {
  const end = controlEndSchema.safeParse(parseJson(line)).data
  if (end?.kind === 'failed') return `The server could not do it: ${end.message}`
  return 'The server ended the backup before it was complete'
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
