import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, test, vi } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import type { BlobId, ClientId, RoomId } from '#shared/domain/ids.ts'
import { mediaKindsOf, type MediaKind } from '#shared/domain/media-kinds.ts'
import type { Attachment, Message, MessageType } from '#shared/domain/messages.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import { createTempFolder } from '../support/temp-folder.ts'
import { draftsOf, general, music, newPerson } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, openSqlite, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const draft = draftsOf(anna)
const START = 1_700_000_000_000

const attachment = (mimeType: string): Attachment => ({
  blobId: randomBytes(32).toString('hex') as BlobId,
  key: systemSecrets.newMediaKey(),
  name: 'it',
  mimeType,
  size: 1_000,
  duration: null,
  waveform: null,
  width: null,
  height: null,
})

const PICTURE = 'image/png'
const TEXT = 'application/octet-stream'
const SOUND = 'audio/webm'

/** Sends one message with these in it into an open store. */
const senderOf =
  (store: () => DurableStore) =>
  async (
    mimeTypes: readonly string[],
    more: Parameters<typeof draft>[1] & { readonly type?: MessageType } = {},
  ): Promise<Message> => {
    const attachments = mimeTypes.map(attachment)
    const said = draft('', { type: 'file', attachments, ...more })
    return (await store().messages.append(said)).message
  }

const listerOf =
  (store: () => DurableStore) =>
  async (kind: MediaKind, roomId: RoomId = general, before: number | null = null, limit = 100) => {
    const { messages, more } = await store().messages.media({ roomId, kind, before, limit })
    return { seqs: messages.map(({ seq }) => seq), more }
  }

describe.each(durableStores)('the list of what was sent on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })

  const send = senderOf(() => store)
  const list = listerOf(() => store)
  const say = (text: string) => store.messages.append(draft(text))
  const all = async (roomId: RoomId = general) => ({
    pictures: (await list('pictures', roomId)).seqs,
    files: (await list('files', roomId)).seqs,
    voice: (await list('voice', roomId)).seqs,
  })

  test('has each message under every kind that it carries, the newest first', async () => {
    await say('Nothing')
    await send([PICTURE, PICTURE])
    await send([TEXT, PICTURE])
    await send([SOUND], { type: 'voice' })
    await send([SOUND])
    await send([PICTURE], { roomId: music })
    expect(await all()).toEqual({ pictures: [3, 2], files: [5, 3], voice: [4] })
    expect(await all(music)).toEqual({ pictures: [1], files: [], voice: [] })
    expect(await all('nowhere' as RoomId)).toEqual({ pictures: [], files: [], voice: [] })
  })

  test('gives the messages as they are now', async () => {
    const sent = await send([PICTURE, TEXT])
    await store.messages.edit(sent.id, 'With words', START)
    const { messages } = await store.messages.media({
      ...{ roomId: general, kind: 'pictures', before: null, limit: 1 },
    })
    expect(messages).toEqual([await store.messages.find(sent.id)])
    expect(messages[0]).toMatchObject({ text: 'With words', attachments: sent.attachments })
  })

  // What is a picture is said twice, in the domain and by a trigger.
  test.each([
    ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'],
    ...['image/svg+xml', 'image/heic', 'video/mp4', 'audio/mpeg', 'application/pdf', TEXT, ''],
  ])('%j is of the kind that the domain says', async (mimeType) => {
    for (const type of ['file', 'voice'] as const) {
      const sent = await send([mimeType], { type })
      for (const [kind, seqs] of Object.entries(await all())) {
        expect(seqs.includes(sent.seq), kind).toBe(mediaKindsOf(sent).includes(kind as MediaKind))
      }
    }
  })

  test('is read page by page, with talk in between', async () => {
    for (let index = 0; index < 5; index += 1) {
      await send([PICTURE])
      await say('Nice')
    }
    expect(await list('pictures', general, null, 2)).toEqual({ seqs: [9, 7], more: true })
    expect(await list('pictures', general, 7, 2)).toEqual({ seqs: [5, 3], more: true })
    expect(await list('pictures', general, 3, 2)).toEqual({ seqs: [1], more: false })
    expect(await list('pictures', general, 1, 2)).toEqual({ seqs: [], more: false })
    expect(await list('pictures', general, 8, 3)).toEqual({ seqs: [7, 5, 3], more: true })
    expect(await list('pictures', general, 6, 3)).toEqual({ seqs: [5, 3, 1], more: false })
  })

  test('forgets what is deleted', async () => {
    const [first, second] = [await send([PICTURE, TEXT]), await send([PICTURE])]
    await store.messages.remove(first.id, START)
    expect(await all()).toEqual({ pictures: [second.seq], files: [], voice: [] })
    await store.messages.remove(first.id, START)
    await store.messages.remove(second.id, START)
    expect(await all()).toEqual({ pictures: [], files: [], voice: [] })
  })

  test('has a message that was sent twice once', async () => {
    const clientId = randomUUID() as ClientId
    const sent = await send([PICTURE], { clientId })
    await send([TEXT], { clientId })
    expect(await all()).toEqual({ pictures: [sent.seq], files: [], voice: [] })
  })

  test('has what two people send each other', async () => {
    const roomId = directIdOf(anna.id, ben.id)
    await send([PICTURE], { roomId })
    await send([SOUND], { roomId, type: 'voice' })
    expect(await all(roomId)).toEqual({ pictures: [1], files: [], voice: [2] })
    expect(await all()).toEqual({ pictures: [], files: [], voice: [] })
  })

  test('loses what is too old', async () => {
    for (const age of [1, 2, 3]) await send([PICTURE, TEXT], { createdAt: START + age })
    await send([SOUND], { type: 'voice', createdAt: START + 1 })
    const now = START + 1_000
    await store.retention.trim({ roomId: general, before: START + 3, now, max: 100 })
    expect(await all()).toEqual({ pictures: [3], files: [3], voice: [4] })
  })

  test('ends with its room', async () => {
    await send([PICTURE])
    await send([PICTURE], { roomId: music })
    await store.rooms.remove(general)
    await vi.waitFor(
      async () => expect(await all()).toEqual({ pictures: [], files: [], voice: [] }),
      { timeout: 15_000 },
    )
    expect((await all(music)).pictures).toEqual([1])
  })

  test('is there after a restart', async () => {
    await send([PICTURE, TEXT])
    await store.close()
    await store.openAgain()
    expect(await all()).toEqual({ pictures: [1], files: [1], voice: [] })
  })

  test.each(durableStores)('is there after everything moved to $name', async (other) => {
    const [picture] = [await send([PICTURE]), await send([TEXT, PICTURE]), await say('And')]
    const gone = await send([PICTURE])
    await send([SOUND], { type: 'voice' })
    await store.messages.remove(gone.id, START)
    await store.messages.edit(picture.id, 'A sunset', START)
    const before = await all()
    const elsewhere = await other.prepare()
    const there = await elsewhere.openArchive()
    await there.archive.load(store.archive.dump(), null)
    await there.close()
    const moved = await elsewhere.open()
    const listThere = listerOf(() => moved)
    for (const kind of ['pictures', 'files', 'voice'] as const) {
      expect((await listThere(kind)).seqs).toEqual(before[kind])
    }
    expect(before).toEqual({ pictures: [2, 1], files: [2], voice: [5] })
    await moved.close()
    await elsewhere.remove()
  })
})

test.runIf(hasRedis)('what a crash left half sent on redis is in no list', async () => {
  const redis = await startRedis()
  const store = await openRedis(redis.url)
  await store.people.create(anna)
  const send = senderOf(() => store)
  const list = listerOf(() => store)
  for (let index = 0; index < 3; index += 1) await send([PICTURE])
  // On its shelf and nowhere else, as when the log of Redis ended there.
  for (const seq of ['2.5', '4']) {
    await redis.command('HSET', `parley:{room:general}:message:half-${seq}`, 'seq', seq)
    await redis.command('ZADD', 'parley:{room:general}:media:pictures', seq, `half-${seq}`)
  }
  expect(await list('pictures', general, null, 2)).toEqual({ seqs: [3, 2], more: true })
  expect(await list('pictures', general, 3, 2)).toEqual({ seqs: [2, 1], more: false })
  await store.close()
  await redis.remove()
})

describe('what was too old leaves nothing behind', () => {
  async function sendAndTrim(store: DurableStore): Promise<void> {
    await store.people.create(anna)
    const send = senderOf(() => store)
    await send([PICTURE, TEXT])
    await send([SOUND], { type: 'voice' })
    const now = START + 1_000
    await store.retention.trim({ roomId: general, before: now, now, max: 100 })
    expect((await store.messages.page(general, { from: 'newest' }, 5)).messages).toEqual([])
  }

  test('on sqlite', async () => {
    const folder = createTempFolder('media-list')
    const data = join(folder.path, 'data')
    const store = await openSqlite(data)
    await sendAndTrim(store)
    await store.close()
    const count = `
      const { parentPort, workerData } = require('node:worker_threads')
      const database = new (require('libsql'))(workerData)
      parentPort.postMessage(database.prepare('SELECT count(*) AS left FROM message_media').get())
      database.close()`
    const counting = new Worker(count, { eval: true, workerData: join(data, 'parley.db') })
    const [[counted]] = await Promise.all([once(counting, 'message'), once(counting, 'exit')])
    expect(counted).toMatchObject({ left: 0 })
    folder.remove()
  })

  test.runIf(hasRedis)('on redis', async () => {
    const redis = await startRedis()
    const store = await openRedis(redis.url)
    await sendAndTrim(store)
    expect(await redis.command('KEYS', 'parley:{room:general}:media:*')).not.toContain('media:')
    await store.close()
    await redis.remove()
  })
})

describe('what was sent before there was a list', () => {
  const opened: { current?: DurableStore } = {}
  const store = (): DurableStore => {
    if (!opened.current) throw new Error('No store is open')
    return opened.current
  }
  const send = senderOf(store)
  const list = listerOf(store)

  async function sendSome(): Promise<void> {
    await store().people.create(anna)
    await store().people.create(ben)
    await send([PICTURE, TEXT])
    const gone = await send([PICTURE])
    await send([SOUND], { type: 'voice' })
    await send([PICTURE], { roomId: directIdOf(anna.id, ben.id) })
    await store().messages.remove(gone.id, START)
    await store().close()
  }

  async function expectAll(): Promise<void> {
    expect((await list('voice')).seqs).toEqual([3])
    expect((await list('pictures')).seqs).toEqual([1])
    expect((await list('files')).seqs).toEqual([1])
    expect((await list('pictures', directIdOf(anna.id, ben.id))).seqs).toEqual([1])
  }

  test('is in it after the upgrade, on sqlite', async () => {
    const folder = createTempFolder('media-list')
    const data = join(folder.path, 'data')
    opened.current = await openSqlite(data)
    await sendSome()
    // In a thread of its own: the binding lets go of a file only when its thread ends.
    const undo = `
      const database = new (require('libsql'))(require('node:worker_threads').workerData)
      database.exec(\`BEGIN;
        DROP TRIGGER message_media_appended; DROP TRIGGER message_media_changed;
        DROP TRIGGER message_media_deleted; DROP VIEW attachment_kinds; DROP TABLE message_media;
        DROP TABLE calls; ALTER TABLE messages DROP COLUMN call; DROP TABLE quiet_callers;
        PRAGMA user_version = 7; COMMIT\`)
      database.close()`
    await once(new Worker(undo, { eval: true, workerData: join(data, 'parley.db') }), 'exit')
    opened.current = await openSqlite(data)
    await expectAll()
    await store().close()
    folder.remove()
  })

  test.runIf(hasRedis)('is in it some moments after the upgrade, on redis', async () => {
    const redis = await startRedis()
    opened.current = await openRedis(redis.url)
    await sendSome()
    const conversations = [general, directIdOf(anna.id, ben.id)]
    for (const roomId of conversations) {
      const stem = `parley:{room:${roomId}}:`
      await redis.command('SET', `${stem}indexed`, '1')
      for (const kind of ['pictures', 'files', 'voice']) {
        await redis.command('DEL', `${stem}media:${kind}`)
      }
    }
    opened.current = await openRedis(redis.url)
    await vi.waitFor(expectAll, { timeout: 15_000 })
    await store().close()
    await redis.remove()
  })
})
