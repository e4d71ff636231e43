import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { ArchiveRecord, RecordOf } from '#shared/archive/records.ts'
import type { BlobId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import { openArchive } from '../../src-server/archive/read-archive.ts'
import { writeArchive } from '../../src-server/archive/write-archive.ts'

/** Archives as files of tests: read in full, or made up. */

async function* pieceOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

export interface ReadArchive {
  readonly records: readonly ArchiveRecord[]
  /** As they stand in the file. */
  readonly lines: readonly string[]
  readonly blobs: readonly BlobId[]
}

/** @throws what a command would say about it */
export async function readArchiveFile(file: string): Promise<ReadArchive> {
  const archive = await openArchive(pieceOf(readFileSync(file)))
  const records: ArchiveRecord[] = []
  const blobs: BlobId[] = []
  const sink = {
    async put(id: BlobId, _size: number, content: AsyncIterable<Buffer>) {
      for await (const _piece of content) continue
      blobs.push(id)
    },
  }
  for await (const record of archive.records(sink)) records.push(record)
  return { records, lines: records.map((record) => JSON.stringify(record)), blobs }
}

const uuid = (group: number, number: number): string =>
  `00000000-0000-4000-8${String(group).padStart(3, '0')}-${String(number).padStart(12, '0')}`

const author = { id: uuid(1, 1) as PersonId, name: 'Anna' }
/** What Anna resumes with. */
export const ANNAS_TOKEN = 'a'.repeat(43)

/** Rooms of a server that is as large as wanted. */
export function* madeUpRecords(messages: number): Generator<ArchiveRecord> {
  yield { kind: 'settings', passwordHash: null, newcomerRole: 'member', retentionDays: null }
  for (let seq = 1; seq <= messages; seq += 1) yield madeUpMessage(seq)
  for (const room of DEFAULT_ROOMS) {
    const lastSeq = room.id === 'general' ? messages : 0
    yield { kind: 'room', ...room, passwordHash: null, members: [], lastSeq, trimmedSeq: 0 }
  }
  yield {
    kind: 'person',
    ...author,
    role: 'owner',
    statusText: '',
    avatar: null,
    availability: 'online',
    createdAt: 1_700_000_000_000,
    lastSeenAt: 1_700_000_000_000,
    mutedUntil: null,
    tokenHashes: [createHash('sha256').update(ANNAS_TOKEN).digest('hex')],
    protection: null,
    notify: [],
    directs: [],
    blocked: [],
    quietCallers: [],
  }
}

const madeUpMessage = (seq: number): RecordOf<'message'> => ({
  kind: 'message',
  roomId: 'general' as RoomId,
  id: uuid(2, seq) as MessageId,
  seq,
  changeSeq: seq,
  type: 'text',
  text: `Line ${seq} of what was said here, as long as people usually write`,
  attachments: [],
  author,
  createdAt: 1_700_000_000_000 + seq,
  editedAt: null,
  deletedAt: null,
  replyTo: null,
  reactions: [],
  pin: null,
  mentions: [],
  mentionsHere: false,
  clientId: null,
})

export async function writeArchiveFile(
  file: string,
  made: Iterable<ArchiveRecord>,
  version = 1,
): Promise<void> {
  const records = [...made]
  const messages = records.filter(({ kind }) => kind === 'message').length
  async function* each(): AsyncGenerator<ArchiveRecord> {
    yield* records
  }
  const bytes = writeArchive({
    header: {
      kind: 'header',
      format: 'parley-archive',
      version,
      createdAt: 1_700_000_000_000,
      writtenBy: '0.1.0',
      serverName: 'Made up',
      expected: { messages, people: 1 },
    },
    records: each(),
    blobs: { open: async () => null },
    onMissingBlob: () => {},
  })
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(piece)
  writeFileSync(file, Buffer.concat(pieces))
}
