import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  archiveFooterSchema,
  archiveRecordSchema,
  NO_RECORDS,
  type ArchiveHeader,
  type ArchiveRecord,
  type RecordOf,
} from '#shared/archive/records.ts'
import { ROOM_DEFAULTS } from '#shared/domain/rooms.ts'
import type {
  BlobId,
  CallId,
  ClientId,
  MediaKey,
  MessageId,
  PersonId,
  RoomId,
} from '#shared/domain/ids.ts'
import { openArchive } from './read-archive.ts'
import { writeArchive } from './write-archive.ts'

const general = 'general' as RoomId
const anna = '00000000-0000-4000-8000-00000000000a' as PersonId

const picture = randomBytes(70_000)
const pictureId = createHash('sha256').update(picture).digest('hex') as BlobId

const header: ArchiveHeader = {
  kind: 'header',
  format: 'parley-archive',
  version: 1,
  createdAt: 1_700_000_000_000,
  writtenBy: '0.1.0',
  serverName: 'Workshop',
  expected: { messages: 3, people: 1 },
}

const settings: RecordOf<'settings'> = {
  kind: 'settings',
  passwordHash: null,
  newcomerRole: 'member',
  retentionDays: null,
}

const messageAt = (seq: number, more: Partial<RecordOf<'message'>> = {}): RecordOf<'message'> => ({
  kind: 'message',
  roomId: general,
  id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}` as MessageId,
  seq,
  changeSeq: seq,
  type: 'text',
  text: `Line ${seq} — „ü“ 🎈`,
  attachments: [],
  author: { id: anna, name: 'Anna' },
  createdAt: 1_700_000_000_000 + seq,
  editedAt: null,
  deletedAt: null,
  replyTo: null,
  reactions: [['👍', anna, 'Anna']],
  pin: null,
  mentions: [anna],
  mentionsHere: false,
  clientId: '00000000-0000-4000-8000-0000000000cc' as ClientId,
  ...more,
})

const room: RecordOf<'room'> = {
  kind: 'room',
  id: general,
  name: 'General',
  icon: '💬',
  topic: '',
  ...ROOM_DEFAULTS,
  passwordHash: null,
  members: [],
  lastSeq: 9,
  trimmedSeq: 0,
}

const person: RecordOf<'person'> = {
  kind: 'person',
  id: anna,
  name: 'Anna',
  role: 'owner',
  statusText: '',
  avatar: null,
  availability: 'online',
  createdAt: 1,
  lastSeenAt: 2,
  mutedUntil: null,
  tokenHashes: ['a'.repeat(64)],
  protection: null,
  notify: [[general, 'all']],
  directs: [],
  blocked: [],
  quietCallers: [],
}

const nobody = '00000000-0000-4000-8000-00000000000f' as PersonId
const callOf = (callee: PersonId): RecordOf<'call'> => ({
  kind: 'call',
  id: '00000000-0000-4000-8000-0000000000ca' as CallId,
  caller: { id: anna, name: 'Anna' },
  callee: { id: callee, name: 'Somebody' },
  startedAt: 1,
  acceptedAt: null,
  connectedAt: null,
  endedAt: 2,
  reason: 'missed',
})

const withPicture = messageAt(3, {
  type: 'file',
  attachments: [
    {
      blobId: pictureId,
      key: 'k'.repeat(22) as MediaKey,
      name: 'cat.png',
      mimeType: 'image/png',
      size: picture.length,
      duration: null,
      waveform: null,
      width: 10,
      height: 10,
    },
  ],
})

const whole: readonly ArchiveRecord[] = [
  settings,
  messageAt(1),
  messageAt(2),
  withPicture,
  { kind: 'reading', roomId: general, personId: anna, seq: 2 },
  room,
  person,
]

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

async function write(records: readonly ArchiveRecord[], head = header): Promise<Buffer> {
  const pieces: Buffer[] = []
  const bytes = writeArchive({
    header: head,
    records: each(records),
    blobs: {
      open: async (id) =>
        id === pictureId ? { size: picture.length, content: each([picture]) } : null,
    },
    onMissingBlob: () => {},
  })
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** In pieces that end anywhere, as a disk or a network hands them out. */
async function read(bytes: Buffer, pieceBytes = 4_099) {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    pieces.push(bytes.subarray(at, at + pieceBytes))
  }
  const records: ArchiveRecord[] = []
  const blobs = new Map<string, Buffer>()
  const archive = await openArchive(each(pieces))
  const sink = {
    async put(id: BlobId, _size: number, content: AsyncIterable<Buffer>) {
      const parts: Buffer[] = []
      for await (const part of content) parts.push(part)
      blobs.set(id, Buffer.concat(parts))
    },
  }
  for await (const record of archive.records(sink)) records.push(record)
  return { header: archive.header, records, blobs }
}

const problemOf = (bytes: Buffer): Promise<string> =>
  read(bytes).then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  )

describe('an archive', () => {
  test('gives back what was put in, files included', async () => {
    const { header: readHeader, records, blobs } = await read(await write(whole))
    expect(readHeader).toEqual(header)
    expect(records).toEqual(whole)
    expect(blobs).toEqual(new Map([[pictureId, picture]]))
  })

  test('has the previews of pictures among its files', async () => {
    const [attachment] = withPicture.attachments
    const preview = { mimeType: 'image/png', size: picture.length, width: 5, height: 5 }
    const other = 'c'.repeat(64) as BlobId
    const withPreview: typeof withPicture = {
      ...withPicture,
      attachments: [{ ...attachment!, blobId: other, preview: { blobId: pictureId, ...preview } }],
    }
    const records = [settings, withPreview, room, person]
    const { blobs, records: found } = await read(await write(records))
    expect(found).toEqual(records)
    expect(blobs).toEqual(new Map([[pictureId, picture]]))
  })

  test('is the same bytes for the same content, whatever the order of fields', async () => {
    const shuffled = whole.map(
      (record) => Object.fromEntries(Object.entries(record).toReversed()) as ArchiveRecord,
    )
    expect((await write(shuffled)).equals(await write(whole))).toBe(true)
  })

  test('of many messages has many parts and is read as one', async () => {
    const many = Array.from({ length: 9_000 }, (_, index) => messageAt(index + 1))
    const records = [settings, ...many, { ...room, lastSeq: 9_000 }, person]
    const bytes = await write(records)
    expect(bytes.toString('latin1')).toContain('records/000004.jsonl')
    expect((await read(bytes, 65_536)).records).toEqual(records)
  })

  test('is opened by any tar program', async (context) => {
    if (spawnSync('tar', ['--version']).status !== 0) return context.skip('there is no tar here')
    const folder = mkdtempSync(join(tmpdir(), 'parley-tar-'))
    try {
      writeFileSync(join(folder, 'a.tar'), await write(whole))
      const { stdout, stderr } = spawnSync('tar', ['xvf', 'a.tar'], { cwd: folder })
      expect(stderr.toString()).toBe('')
      expect(stdout.toString().trim().split('\n')).toEqual([
        'header.json',
        'records/000001.jsonl',
        `blobs/${pictureId}`,
        'footer.json',
      ])
      expect(readFileSync(join(folder, 'blobs', pictureId)).equals(picture)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('what is not right is noticed', () => {
  test('cut anywhere', async () => {
    const bytes = await write(whole)
    const footerAt = bytes.lastIndexOf('{"kind":"footer"')
    for (let length = 0; length <= footerAt; length += 397) {
      expect(await problemOf(bytes.subarray(0, length)), `after ${length} bytes`).toMatch(
        length < 1_024 ? /not an archive|not complete/ : /not complete/,
      )
    }
  })

  test('one byte changed anywhere that matters', async () => {
    const bytes = await write(whole)
    const size = (at: number): number =>
      Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    for (let at = 0; bytes[at] !== 0; at += 512 + Math.ceil(size(at) / 512) * 512) {
      for (const offset of [3, 512 + Math.floor(size(at) / 2)]) {
        const changed = Buffer.from(bytes)
        changed[at + offset] = (changed[at + offset] ?? 0) ^ 0x01
        expect(await problemOf(changed), `at ${at} + ${offset}`).toMatch(
          /^ArchiveProblem: (is damaged|is not an archive)/,
        )
      }
    }
  })

  test('what comes from a newer version', async () => {
    const newer = await write(whole, { ...header, version: 2 })
    expect(await problemOf(newer)).toContain('newer version of Parley (format 2')
  })

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(10_000)],
    ['noise', randomBytes(10_000)],
    ['a database', Buffer.from(`SQLite format 3\0${'x'.repeat(5_000)}`)],
  ])('%s', async (_, bytes) => {
    expect(await problemOf(bytes)).toBe('ArchiveProblem: is not an archive of Parley.')
  })

  test.each<[string, readonly ArchiveRecord[]]>([
    ['messages without their room', [settings, messageAt(1), person]],
    ['numbers out of order', [settings, messageAt(2), messageAt(1), room, person]],
    ['a last number that is too small', [settings, messageAt(12), room, person]],
    ['a room twice', [settings, room, room, person]],
    ['an author who is not there', [settings, messageAt(1), room]],
    ['a call twice', [settings, room, callOf(anna), callOf(anna), person]],
    ['a call of somebody who is not there', [settings, room, callOf(nobody), person]],
    ['no settings', [room, person]],
    ['a person twice', [settings, room, person, person]],
    ['a list of a room that is not there', [settings, person]],
  ])('%s is neither written nor read', async (_, records) => {
    await expect(write(records)).rejects.toThrow('does not fit together')
  })
})

test('somebody in an archive from before it could be chosen is rung by everybody', () => {
  const { quietCallers: _, ...before } = person
  expect(archiveRecordSchema.parse(before)).toEqual(person)
  expect(archiveRecordSchema.parse({ ...person, quietCallers: [nobody] })).toMatchObject({
    quietCallers: [nobody],
  })
})

test('the end of an archive from before there were calls says that there are none', () => {
  const { call: _, ...records } = NO_RECORDS
  const footer = { kind: 'footer', records, blobs: { count: 0, bytes: 0 }, sha256: 'a'.repeat(64) }
  expect(archiveFooterSchema.parse(footer).records).toEqual(NO_RECORDS)
})
