import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BlobId } from '#shared/domain/ids.ts'
import { openS3BlobStore } from '../../src-server/media/s3/s3-blob-store.ts'
import type { BlobStore } from '../../src-server/ports/blob-store.ts'
import { Unavailable } from '../../src-server/ports/unavailable.ts'
import type { S3Place } from '../../src-server/s3-place.ts'
import {
  denying,
  noBucket,
  refuse,
  silent,
  slowDown,
  startS3,
  type TestS3,
} from '../support/s3-server.ts'
import { createTempFolder, type TempFolder } from '../support/temp-folder.ts'

/** What storage that speaks S3 has of its own, beside what blob-store.test.ts asks of every place. */

const HOUR_MS = 3_600_000
/** For whoever waits until nothing comes any more. */
const IMPATIENT_MS = 1_000

const idOf = (content: Uint8Array): BlobId =>
  createHash('sha256').update(content).digest('hex') as BlobId

let s3: TestS3
let folder: TempFolder
beforeEach(async () => {
  s3 = await startS3()
  folder = createTempFolder('incoming')
})
afterEach(async () => {
  await s3.stop()
  folder.remove()
})

interface Opening extends Partial<S3Place> {
  readonly silentForMs?: number
}

const tryToOpen = ({ silentForMs, ...place }: Opening = {}) =>
  openS3BlobStore({
    place: { ...s3.place, ...place },
    folder: folder.path,
    isShared: true,
    ...(silentForMs === undefined ? {} : { silentForMs }),
  })

const impatient = { silentForMs: IMPATIENT_MS }

async function open(opening: Opening = {}): Promise<BlobStore> {
  const opened = await tryToOpen(opening)
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

async function put(store: BlobStore, content: Uint8Array): Promise<BlobId> {
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield content
  }
  const outcome = await store.put(whole(), { maxBytes: 100_000_000, accepts: () => true })
  if (outcome.kind !== 'stored') throw new Error(outcome.kind)
  return outcome.blob.id
}

async function read(store: BlobStore, id: BlobId): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of (await store.read(id)) ?? []) pieces.push(piece)
  return Buffer.concat(pieces)
}

const whatIsReceived = (): readonly string[] => readdirSync(join(folder.path, 'media', 'incoming'))

describe('at the start', () => {
  const sentence = async (opening: Opening = {}): Promise<string> => {
    const opened = await tryToOpen(opening)
    return opened.ok ? '' : opened.error
  }

  test('a key that is wrong, a bucket that is not there and nobody who answers are told apart', async () => {
    expect(await sentence({ accessKey: 'NOBODY' })).toMatch(
      /^The key is not accepted by the storage at 127\.0\.0\.1:\d+ \(InvalidAccessKeyId\): check MEDIA_S3_ACCESS_KEY/,
    )
    const wrong = await sentence({ secretKey: 'not-the-secret' })
    expect(wrong).toMatch(/^The key is not accepted .* \(SignatureDoesNotMatch\)/)
    expect(wrong).not.toContain('not-the-secret')
    expect(await sentence({ bucket: 'another' })).toMatch(/^There is no bucket "another" in/)
    s3.interfere(silent)
    expect(await sentence(impatient)).toMatch(/^There is no answer from the storage at/)
    s3.interfere(slowDown)
    expect(await sentence()).toMatch(/refuses to list it \(SlowDown\)/)
    s3.interfere((_, response) => refuse(response, 400, 'AuthorizationHeaderMalformed'))
    expect(await sentence()).toMatch(/set MEDIA_S3_REGION/)
    s3.interfere((_, response) => response.writeHead(200).end('<html>Log in</html>') !== null)
    expect(await sentence()).toMatch(
      /^What answers at .* cannot be used, because a list of objects/,
    )
    s3.interfere(({ headers }, response) => {
      if (headers.range === undefined) return false
      response.writeHead(206, { 'content-range': 'bytes 0-5/6' }).end('Parley')
      return true
    })
    expect(await sentence()).toMatch(/cannot be used, because parts of objects cannot be read/)
    await s3.stop()
    expect(await sentence()).toMatch(/^Cannot reach the storage at .* \(ECONNREFUSED\)/)
    await s3.start()
    s3.interfere(null)
    expect(await sentence()).toBe('')
    expect(s3.names()).toEqual([])
  })

  test.each([
    ['list it', ({ url = '' }) => url.includes('list-type')],
    ['write to it', ({ method }) => method === 'PUT'],
    ['read from it', ({ headers }) => headers.range !== undefined],
    ['copy in it', ({ headers }) => headers['x-amz-copy-source'] !== undefined],
    ['delete from it', ({ method }) => method === 'DELETE'],
  ] satisfies [string, Parameters<typeof denying>[0]][])(
    'a key that may not %s is refused with a sentence that says so',
    async (doing, isDenied) => {
      s3.interfere(denying(isDenied))
      expect(await sentence()).toContain(`but not ${doing} (AccessDenied)`)
      expect(s3.names()).toHaveLength(doing === 'delete from it' ? 2 : 0)
    },
  )
})

test('servers with a prefix of their own share a bucket and see nothing of each other', async () => {
  const [one, other] = [await open({ prefix: 'one/' }), await open({ prefix: 'other/' })]
  const id = await put(one, randomBytes(100))
  expect(s3.names()).toEqual([expect.stringMatching(`^one/blobs/${id}/`)])
  expect(await other.find(id)).toBeNull()
  expect(await other.isEmpty()).toBe(true)
  s3.age(HOUR_MS)
  const collection = { idleSince: Date.now(), referredTo: async () => new Set<BlobId>() }
  expect(await other.collect(collection)).toBe(0)
  expect(await one.leaveMark('one')).toBe('one')
  expect(await other.mark()).toBeNull()
  expect(await one.collect(collection)).toBe(1)
})

test('reading what was read before takes one request', async () => {
  const store = await open()
  const id = await put(store, randomBytes(100))
  const before = s3.requests.length
  await read(store, id)
  expect(s3.requests.slice(before)).toEqual([expect.stringMatching(/^GET \/parley\/blobs/)])
  // Another process has replaced it.
  await (await open()).renew(id)
  expect(await read(store, id)).toHaveLength(100)
})

test('a mark that is left between the look and the writing stays', async () => {
  const store = await open()
  s3.interfere(({ method }) => {
    if (method === 'PUT') s3.add('mark', Buffer.from('theirs'))
    return false
  })
  expect(await store.leaveMark('ours')).toBe('theirs')
  expect(await store.mark()).toBe('theirs')
})

test('what nobody reads after all is not sent', async () => {
  const store = await open()
  const id = await put(store, randomBytes(20_000_000))
  const reading = await store.read(id)
  expect(s3.sending()).toBe(1)
  await reading?.[Symbol.asyncIterator]().return?.()
  await expect.poll(s3.sending).toBe(0)
})

describe('collecting', () => {
  const collect = (store: BlobStore, wanted: readonly BlobId[] = []) =>
    store.collect({ idleSince: Date.now() - HOUR_MS, referredTo: async () => new Set(wanted) })

  /** What somebody left who was ended between storing and clearing away what was there before. */
  const leaveCopy = (content: Buffer, name = `blobs/${idOf(content)}/${randomUUID()}`): string => {
    s3.add(name, content)
    return name
  }

  test('goes through as many as there are', async () => {
    const contents = Array.from({ length: 1_201 }, () => randomBytes(20))
    for (const content of contents) leaveCopy(content)
    s3.add('blobs/not-one-of-ours', Buffer.from('x'))
    s3.age(2 * HOUR_MS)
    const wanted = [contents[0], contents[700], contents[1_200]].map((content) => idOf(content!))
    expect(await collect(await open(), wanted)).toBe(1_198)
    expect(s3.names()).toHaveLength(4)
  })

  test('leaves one of several copies, and the one that was stored last', async () => {
    const content = randomBytes(100)
    leaveCopy(content)
    s3.age(HOUR_MS)
    const newest = leaveCopy(content)
    leaveCopy(randomBytes(100))
    s3.age(2 * HOUR_MS)
    expect(await collect(await open(), [idOf(content)])).toBe(1)
    expect(s3.names()).toEqual([newest])
  })

  test('a copy that is new keeps the blob, however old the others are', async () => {
    const content = randomBytes(100)
    leaveCopy(content)
    s3.age(2 * HOUR_MS)
    const fresh = leaveCopy(content)
    expect(await collect(await open())).toBe(0)
    expect(s3.names()).toEqual([fresh])
  })

  test('goes by the clock of the storage, which may be another than ours', async () => {
    const store = await open()
    for (const minutes of [-10, 10]) {
      s3.setClock(minutes * 60_000)
      const id = await put(store, randomBytes(100))
      s3.age(HOUR_MS - 60_000)
      expect(await collect(store)).toBe(0)
      s3.age(2 * 60_000)
      expect(await collect(store)).toBe(1)
      expect(await store.find(id)).toBeNull()
    }
  })

  test('is in no doubt about a second', async () => {
    const store = await open()
    const second = Math.floor(Date.now() / 1_000) * 1_000
    s3.setClock(second + 700 - Date.now())
    await put(store, randomBytes(100))
    // Told as the beginning of the second, which is before this time; what was stored is not.
    const ahead = second + 5_000 - Date.now()
    s3.setClock(ahead)
    const gone = (since: number): Promise<number> =>
      store.collect({ idleSince: second + since - ahead, referredTo: async () => new Set() })
    expect(await gone(500)).toBe(0)
    expect(await gone(30_000)).toBe(1)
  })

  test('clears away what a start left that was interrupted', async () => {
    const store = await open()
    s3.add(`tries/${randomUUID()}`, Buffer.from('Parley'))
    await collect(store)
    expect(s3.names()).toHaveLength(1)
    s3.age(HOUR_MS)
    await collect(store)
    expect(s3.names()).toEqual([])
  })
})

describe('when the storage fails', () => {
  test('it is unavailable, soon, keeps nothing, and goes on by itself', async () => {
    const [store, patient] = [await open(impatient), await open()]
    const kept = randomBytes(1_000)
    const id = await put(patient, kept)
    const everything = [
      () => put(store, randomBytes(1_000)),
      () => store.find(id),
      () => store.renew(id),
      () => store.read(id),
      () => store.mark(),
      () => store.leaveMark('mark'),
      () => store.isEmpty(),
      () => store.collect({ idleSince: 0, referredTo: async () => new Set() }),
    ]
    const allFail = async (): Promise<void> => {
      const outcomes = await Promise.allSettled(everything.map((verb) => verb()))
      expect(outcomes.map((each) => each.status === 'rejected' && each.reason)).toEqual(
        everything.map(() => expect.any(Unavailable)),
      )
      expect(whatIsReceived()).toEqual([])
    }
    for (const how of [slowDown, silent, noBucket]) {
      s3.interfere(how)
      await allFail()
    }
    s3.interfere(null)
    await s3.stop()
    await allFail()
    await s3.start()
    expect((await read(patient, id)).equals(kept)).toBe(true)
    expect(s3.names()).toHaveLength(1)
    await put(patient, randomBytes(1_000))
  })

  test('what fails once is done again', async () => {
    const store = await open()
    for (const fail of [slowDown, closes] as const) {
      let failures = 2
      s3.interfere((request, response) => failures-- > 0 && fail(request, response))
      const content = randomBytes(100_000)
      const id = await put(store, content)
      expect((await read(store, id)).equals(content)).toBe(true)
    }
  })

  test('whoever is reading reads on over a connection that ends, and over one that stops', async () => {
    const store = await open(impatient)
    const content = randomBytes(20_000_000)
    const id = await put(await open(), content)
    for (const fail of [() => s3.cut(), () => s3.stall()]) {
      const pieces: Uint8Array[] = []
      for await (const piece of (await store.read(id)) ?? []) {
        if (pieces.push(piece) === 1) fail()
      }
      expect(Buffer.concat(pieces).equals(content)).toBe(true)
    }
  })

  test('reading ends in a failure when it cannot go on', async () => {
    const store = await open()
    const id = await put(store, randomBytes(20_000_000))
    const reading = async (): Promise<void> => {
      let isFirst = true
      for await (const _ of (await store.read(id)) ?? []) {
        if (isFirst) s3.interfere(slowDown)
        if (isFirst) s3.cut()
        isFirst = false
      }
    }
    await expect(reading()).rejects.toThrow(Unavailable)
  })

  test('a content that was damaged on its way is not stored', async () => {
    const store = await open()
    s3.damage()
    await expect(put(store, randomBytes(100))).rejects.toThrow(Unavailable)
    expect(s3.names()).toEqual([])
  })

  test('storage that knows no conditions on writing keeps a mark all the same', async () => {
    const store = await open()
    s3.interfere(
      ({ headers }, response) =>
        headers['if-none-match'] !== undefined && refuse(response, 501, 'NotImplemented'),
    )
    expect(await store.leaveMark('first')).toBe('first')
    expect(await store.leaveMark('second')).toBe('first')
  })

  test('a copy that failed after its status was sent is no copy', async () => {
    const store = await open()
    const id = await put(store, randomBytes(100))
    s3.interfere(
      ({ headers }, response) =>
        headers['x-amz-copy-source'] !== undefined && refuse(response, 200, 'InternalError'),
    )
    await expect(store.renew(id)).rejects.toThrow(Unavailable)
  })
})

const closes: Parameters<TestS3['interfere']>[0] & object = (request) => {
  request.socket.destroy()
  return true
}
