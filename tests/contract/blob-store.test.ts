import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BlobId } from '#shared/domain/ids.ts'
import type { BlobStore, ByteRange, PutRules } from '../../src-server/ports/blob-store.ts'
import { disguises, png, sounds } from '../support/sounds.ts'
import { blobStores, type BlobPlace } from './blob-stores.ts'

const idOf = (content: Uint8Array): BlobId =>
  createHash('sha256').update(content).digest('hex') as BlobId

const anything: PutRules = { maxBytes: 1_000_000, accepts: () => true }

async function* inPieces(content: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}

const nothingRefersToIt = async (): Promise<ReadonlySet<BlobId>> => new Set()

/** Later than anything that was stored so far. */
const later = (): number => Date.now() + 60_000

describe.each(blobStores)('the blob store in $name', ({ prepare }) => {
  let place: BlobPlace
  let store: BlobStore
  beforeEach(async () => {
    place = await prepare()
    store = await place.open()
  })
  afterEach(() => place.remove())

  const put = (content: Uint8Array, rules = anything) => store.put(inPieces(content), rules)

  async function storedId(content: Uint8Array): Promise<BlobId> {
    const outcome = await put(content)
    if (outcome.kind !== 'stored') throw new Error(outcome.kind)
    return outcome.blob.id
  }

  async function read(id: BlobId, range?: ByteRange, from = store): Promise<Buffer | null> {
    const content = await from.read(id, range)
    return content && whole(content)
  }

  test('gives back what was stored, under the hash of its content', async () => {
    const content = randomBytes(300_000)
    const outcome = await put(content)
    const blob = { id: idOf(content), size: 300_000, contentType: null }
    expect(outcome).toEqual({ kind: 'stored', blob })
    expect(await store.find(blob.id)).toEqual(blob)
    expect((await read(blob.id))?.equals(content)).toBe(true)
    expect(await store.find(idOf(png))).toBeNull()
    expect(await read(idOf(png))).toBeNull()
  })

  test('keeps the same content once, whoever brings it and when', async () => {
    const content = randomBytes(50_000)
    const another = await place.open()
    const outcomes = await Promise.all([
      ...Array.from({ length: 5 }, () => put(content)),
      ...Array.from({ length: 5 }, () => another.put(inPieces(content, 777), anything)),
    ])
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['stored']))
    await put(content)
    expect(await place.countFiles()).toBe(1)
    expect((await read(idOf(content), undefined, another))?.equals(content)).toBe(true)
  })

  test.each([
    [{ first: 0, last: 0 }, 'a'],
    [{ first: 3, last: 5 }, 'def'],
    [{ first: 9, last: 9 }, 'j'],
    [{ first: 0, last: 9 }, 'abcdefghij'],
  ])('reads the range %j', async (range, expected) => {
    const id = await storedId(Buffer.from('abcdefghij'))
    expect((await read(id, range))?.toString()).toBe(expected)
  })

  test('says what the content is, not what it is called', async () => {
    const types = async (contents: Record<string, Uint8Array>) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(contents).map(async ([name, content]) => {
            const outcome = await put(content)
            return [name, outcome.kind === 'stored' ? outcome.blob.contentType : outcome.kind]
          }),
        ),
      )
    expect(await types({ ...sounds, png })).toEqual({
      webm: 'video/webm',
      ogg: 'audio/ogg; codecs=opus',
      mp4: 'audio/x-m4a',
      mp3: 'audio/mpeg',
      aac: 'audio/aac',
      wav: 'audio/wav',
      png: 'image/png',
    })
    expect(await types(disguises)).toEqual({
      html: null,
      svg: null,
      'svg with a prologue': 'application/xml',
      zip: 'application/zip',
      pdf: 'application/pdf',
      text: null,
      'a shell script': null,
    })
    expect((await store.find(idOf(png)))?.contentType).toBe('image/png')
  })

  test('keeps nothing of what is empty, too large, not accepted or cut off', async () => {
    const only = (maxBytes: number): PutRules => ({ ...anything, maxBytes })
    async function* cutOff(): AsyncGenerator<Uint8Array> {
      yield randomBytes(10_000)
      throw new Error('The sender went away')
    }
    const pictures: PutRules = { ...anything, accepts: (type) => type === 'image/png' }
    expect(await put(Buffer.alloc(0))).toEqual({ kind: 'empty' })
    expect(await put(randomBytes(10_001), only(10_000))).toEqual({ kind: 'too-large' })
    expect(await put(disguises.html, pictures)).toEqual({ kind: 'not-accepted' })
    expect(await put(sounds.wav, pictures)).toEqual({ kind: 'not-accepted' })
    expect(await store.put(cutOff(), anything)).toEqual({ kind: 'interrupted' })
    expect(await place.countFiles()).toBe(0)
    expect(await put(randomBytes(10_000), only(10_000))).toMatchObject({ kind: 'stored' })
    expect(await put(png, pictures)).toMatchObject({ kind: 'stored' })
  })

  test('stops receiving as soon as it knows that it will not keep it', async () => {
    let given = 0
    let wasStopped = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          given += 1
          yield Buffer.alloc(10_000, 'x')
        }
      } finally {
        wasStopped = true
      }
    }
    expect(await store.put(endless(), { ...anything, accepts: () => false })).toEqual({
      kind: 'not-accepted',
    })
    expect(given).toBe(1)
    expect(await store.put(endless(), anything)).toEqual({ kind: 'too-large' })
    expect(given).toBe(1 + 101)
    expect(wasStopped).toBe(true)
  })

  test('bears the first mark that was left, whoever left it', async () => {
    expect([await store.mark(), await store.isEmpty()]).toEqual([null, true])
    const others = await Promise.all([place.open(), place.open()])
    const left = await Promise.all(
      [store, ...others].map((each, index) => each.leaveMark(`mark ${index}`)),
    )
    expect(new Set(left).size).toBe(1)
    expect(await store.mark()).toBe(left[0])
    expect(await others[1]?.leaveMark('late')).toBe(left[0])
    await put(png)
    expect(await store.isEmpty()).toBe(false)
  })

  describe('collecting', () => {
    const collect = (idleSince: number, wanted: readonly BlobId[] = []) =>
      store.collect({ idleSince, referredTo: async () => new Set(wanted) })

    test('takes what nothing refers to, and nothing else', async () => {
      const wanted = await storedId(randomBytes(1_000))
      const unwanted = await storedId(randomBytes(1_000))
      expect(await collect(later(), [wanted])).toBe(1)
      expect(await store.find(unwanted)).toBeNull()
      expect(await read(unwanted)).toBeNull()
      expect(await store.find(wanted)).toMatchObject({ id: wanted })
      expect(await place.countFiles()).toBe(1)
      expect(await collect(later(), [wanted])).toBe(0)
    })

    test('leaves alone what came or was renewed a moment ago', async () => {
      const id = await storedId(randomBytes(1_000))
      expect(await collect(Date.now() - 60_000)).toBe(0)
      expect(await store.find(id)).not.toBeNull()
      expect(await store.renew(id)).toEqual(await store.find(id))
      expect(await store.renew(idOf(png))).toBeNull()
    })

    test('puts back what came to be referred to while it looked', async () => {
      const content = randomBytes(1_000)
      const id = await storedId(content)
      const looks: number[] = []
      const gone = await store.collect({
        idleSince: later(),
        // The first look finds nothing, then somebody sends it.
        referredTo: async (ids) => new Set(looks.push(ids.length) === 1 ? [] : ids),
      })
      expect(gone).toBe(0)
      expect(looks).toEqual([1, 1])
      expect((await read(id))?.equals(content)).toBe(true)
      expect(await place.countFiles()).toBe(1)
    })

    test('keeps everything when nobody can say what is referred to', async () => {
      const id = await storedId(randomBytes(1_000))
      const lost = new Error('The store is lost')
      for (const failing of [1, 2]) {
        let look = 0
        const referredTo = async (): Promise<ReadonlySet<BlobId>> => {
          look += 1
          if (look === failing) throw lost
          return new Set()
        }
        await expect(store.collect({ idleSince: later(), referredTo })).rejects.toBe(lost)
        expect(await store.find(id)).not.toBeNull()
      }
    })

    test.each([1, 2])('loses nothing that comes again during look %i', async (look) => {
      const [again, renewed] = [randomBytes(1_000), randomBytes(1_000)]
      await Promise.all([put(again), put(renewed)])
      await place.age(7_200_000)
      const another = await place.open()
      let looks = 0
      const kept: BlobId[] = []
      await store.collect({
        idleSince: Date.now() - 3_600_000,
        async referredTo() {
          looks += 1
          if (looks !== look) return new Set()
          if ((await another.put(inPieces(again), anything)).kind === 'stored') {
            kept.push(idOf(again))
          }
          if (await another.renew(idOf(renewed))) kept.push(idOf(renewed))
          return new Set()
        },
      })
      expect(kept).toContain(idOf(again))
      for (const id of kept) expect((await read(id))?.length).toBe(1_000)
    })

    test('loses nothing that is stored again or renewed at the same time', async () => {
      const contents = Array.from({ length: 30 }, () => randomBytes(100))
      const others = await Promise.all([place.open(), place.open()])
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(contents.map((content) => put(content)))
        await place.age(7_200_000)
        const before = Date.now() - 3_600_000
        const [, , ...kept] = await Promise.all([
          ...others.map((other) =>
            other.collect({ idleSince: before, referredTo: nothingRefersToIt }),
          ),
          ...contents.map(async (content, index) =>
            index % 2 === 0
              ? (await put(content)).kind === 'stored'
              : (await store.renew(idOf(content))) !== null,
          ),
        ])
        const lost: number[] = []
        for (const [index, content] of contents.entries()) {
          if (kept[index] === true && (await store.find(idOf(content))) === null) lost.push(index)
        }
        expect(lost).toEqual([])
      }
    })

    test('lets whoever is reading read to the end', async () => {
      const content = randomBytes(500_000)
      const id = await storedId(content)
      const reading = await store.read(id)
      expect(await collect(later())).toBe(1)
      if (!reading) throw new Error('It was not there')
      expect((await whole(reading)).equals(content)).toBe(true)
    })
  })
})
