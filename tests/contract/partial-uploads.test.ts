import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, utimesSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BlobId, PersonId } from '#shared/domain/ids.ts'
import { openPartialUploads } from '../../src-server/media/partial-upload-folder.ts'
import type { PartialUploads } from '../../src-server/ports/partial-uploads.ts'
import { createTempFolder } from '../support/temp-folder.ts'

const anna = randomUUID() as PersonId
const ben = randomUUID() as PersonId
const reply = {
  blobId: createHash('sha256').update('hello').digest('hex') as BlobId,
  size: 5,
  mimeType: 'text/plain',
}

let folder: ReturnType<typeof createTempFolder>
let uploads: PartialUploads

async function open(): Promise<PartialUploads> {
  const opened = await openPartialUploads(folder.path)
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

beforeEach(async () => {
  folder = createTempFolder('uploads')
  uploads = await open()
})
afterEach(() => folder.remove())

async function* bytes(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece)
}

async function* cut(piece: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(piece)
  throw new Error('The sender went away')
}

async function text(owner: PersonId, id: string): Promise<string | null> {
  const content = await uploads.read(owner, id)
  if (!content) return null
  let all = ''
  for await (const piece of content) all += Buffer.from(piece).toString()
  return all
}

const files = (): readonly string[] => readdirSync(join(folder.path, 'uploads'))

/** As if nothing had been done to any of them since then. */
function age(at: Date): void {
  for (const name of files()) utimesSync(join(folder.path, 'uploads', name), at, at)
}

test('what arrived before the sender went away is kept, over an end of the process as well', async () => {
  const id = await uploads.create(anna, 5)
  expect(await uploads.find(anna, id)).toEqual({ size: 5, offset: 0, reply: null })
  expect(await uploads.append(anna, id, { offset: 0, content: cut('he') })).toEqual({
    kind: 'interrupted',
  })
  uploads = await open()
  expect(await uploads.find(anna, id)).toEqual({ size: 5, offset: 2, reply: null })
  expect(await uploads.append(anna, id, { offset: 0, content: bytes('he') })).toEqual({
    ...{ kind: 'conflict', offset: 2 },
  })
  expect(await uploads.append(anna, id, { offset: 2, content: bytes('l', 'lo') })).toEqual({
    ...{ kind: 'appended', offset: 5 },
  })
  expect(await text(anna, id)).toBe('hello')
})

test('nothing is added beyond the size', async () => {
  const id = await uploads.create(anna, 5)
  expect(await uploads.append(anna, id, { offset: 0, content: bytes('hell', 'oo') })).toEqual({
    kind: 'too-large',
  })
  expect(await text(anna, id)).toBe('hell')
})

test('the answer takes the place of the content', async () => {
  const id = await uploads.create(anna, 5)
  await uploads.append(anna, id, { offset: 0, content: bytes('hello') })
  await uploads.finish(anna, id, reply)
  expect(await uploads.find(anna, id)).toEqual({ size: 5, offset: 5, reply })
  expect(await text(anna, id)).toBeNull()
  expect(files()).toEqual([`${anna}.${id}.done`])
})

test('whoever looks while the answer takes its place finds one of the two', async () => {
  for (let round = 0; round < 300; round += 1) {
    const id = await uploads.create(anna, 5)
    await uploads.append(anna, id, { offset: 0, content: bytes('hello') })
    const over = new AbortController()
    const finished = uploads.finish(anna, id, reply).finally(() => over.abort())
    const look = async () => {
      while (!over.signal.aborted) expect(await uploads.find(anna, id)).toMatchObject({ offset: 5 })
    }
    await Promise.all([look(), look(), look()])
    await finished
    expect(await uploads.find(anna, id)).toEqual({ size: 5, offset: 5, reply })
  }
  expect(files().filter((name) => !name.endsWith('.done'))).toEqual([])
})

test('somebody else, or another name, finds nothing', async () => {
  const id = await uploads.create(anna, 5)
  const unknown = { kind: 'unknown' }
  for (const [owner, name] of [
    [ben, id],
    [anna, `${randomUUID()}.5`],
    [anna, `../uploads/${anna}.${id}`],
    [anna, id.replace(/5$/, '6')],
  ] as const) {
    expect(await uploads.find(owner, name)).toBeNull()
    expect(await uploads.append(owner, name, { offset: 0, content: bytes('a') })).toEqual(unknown)
    expect(await text(owner, name)).toBeNull()
  }
})

test('the later of two goes on, and the one before ends although its sender is silent', async () => {
  const id = await uploads.create(anna, 5)
  let isAsked = (): void => {}
  const silence = new Promise<void>((resolve) => (isAsked = resolve))
  async function* silent(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('he')
    isAsked()
    await new Promise(() => undefined)
  }
  const first = uploads.append(anna, id, { offset: 0, content: silent() })
  await silence
  const second = uploads.append(anna, id, { offset: 2, content: bytes('llo') })
  expect(await first).toEqual({ kind: 'interrupted' })
  expect(await second).toEqual({ kind: 'appended', offset: 5 })
  expect(await text(anna, id)).toBe('hello')
})

test('what nothing was done to for long is forgotten, and the rest stays', async () => {
  const [old, done] = [await uploads.create(anna, 5), await uploads.create(ben, 5)]
  await uploads.finish(ben, done, reply)
  age(new Date(Date.now() - 60_000))
  const young = await uploads.create(anna, 5)
  await uploads.forget(Date.now() - 30_000)
  expect(await uploads.find(anna, old)).toBeNull()
  expect(await uploads.find(ben, done)).toBeNull()
  expect(files()).toEqual([`${anna}.${young}`])
})

test('what is older than the start of the machine may be damaged and is forgotten', async () => {
  const id = await uploads.create(anna, 5)
  age(new Date(Date.now() - uptime() * 1_000 - 60_000))
  const young = await uploads.create(anna, 5)
  uploads = await open()
  expect(await uploads.find(anna, id)).toBeNull()
  expect(await uploads.find(anna, young)).not.toBeNull()
})
