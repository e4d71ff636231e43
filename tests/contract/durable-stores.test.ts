import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ClientId, RoomId } from '#shared/domain/ids.ts'
import { nameKeys, type PersonName } from '#shared/domain/names.ts'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { draftsOf, general, music, newPerson } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const draft = draftsOf(anna)

describe.each(durableStores)('the durable store on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })

  const seqsOf = async (range: Parameters<DurableStore['messages']['page']>[1], limit: number) => {
    const page = await store.messages.page(general, range, limit)
    return { seqs: page.messages.map(({ seq }) => seq), more: page.more }
  }

  const lastSeqOf = async (roomId: RoomId) =>
    (await store.messages.page(roomId, { from: 'newest' }, 1)).lastSeq

  test('is new with the default rooms', async () => {
    expect(await store.rooms.list()).toEqual(DEFAULT_ROOMS)
  })

  test('numbers each room by itself from 1, without a gap', async () => {
    expect(await lastSeqOf(general)).toBe(0)
    const written = await Promise.all(
      ['a', 'b', 'c'].map((text) => store.messages.append(draft(text))),
    )
    expect(written.map(({ message }) => message.seq)).toEqual([1, 2, 3])
    const other = await store.messages.append(draft('d', { roomId: music }))
    expect(other.message.seq).toBe(1)
    expect(await lastSeqOf(general)).toBe(3)
  })

  test('gives hundreds of writers at once different numbers', async () => {
    const texts = Array.from({ length: 500 }, (_, index) => `Line ${index}`)
    const written = await Promise.all(texts.map((text) => store.messages.append(draft(text))))
    const seqs = written.map(({ message }) => message.seq)
    expect(seqs).toEqual(texts.map((_, index) => index + 1))
    const last = await store.messages.page(general, { from: 'newest' }, 100)
    expect(last.messages.map(({ text }) => text)).toEqual(texts.slice(-100))
  })

  test('gives back exactly what was stored', async () => {
    const clientId = randomUUID() as ClientId
    const { message } = await store.messages.append(draft('Zoë 語 🙂\n"\'; --', { clientId }))
    const page = await store.messages.page(general, { from: 'newest' }, 10)
    expect(page).toEqual({ messages: [message], more: false, moreAfter: false, lastSeq: 1 })
  })

  test('stores a message sent twice once, and keeps the first', async () => {
    const clientId = randomUUID() as ClientId
    const [first, second] = await Promise.all([
      store.messages.append(draft('Hello', { clientId })),
      store.messages.append(draft('Hello again', { clientId })),
    ])
    expect(first.duplicate).toBe(false)
    expect(second).toEqual({ message: first.message, duplicate: true })
    expect(await lastSeqOf(general)).toBe(1)
    const author = { id: ben.id, name: ben.name }
    expect((await store.messages.append(draft('Mine', { clientId, author }))).duplicate).toBe(false)
  })

  test('takes back a write that fails, and only that one', async () => {
    const id = systemSecrets.newMessageId()
    const results = await Promise.allSettled([
      store.messages.append(draft('a', { id })),
      store.messages.append(draft('b', { id })),
      store.messages.append(draft('c', { roomId: 'attic' as RoomId })),
      store.messages.append(draft('d')),
    ])
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(await seqsOf({ from: 'newest' }, 10)).toEqual({ seqs: [1, 2], more: false })
  })

  test('pages in both directions', async () => {
    for (let index = 0; index < 10; index += 1) await store.messages.append(draft(`Line ${index}`))
    expect(await seqsOf({ from: 'newest' }, 3)).toEqual({ seqs: [8, 9, 10], more: true })
    expect(await seqsOf({ from: 'before', seq: 8 }, 5)).toEqual({
      seqs: [3, 4, 5, 6, 7],
      more: true,
    })
    expect(await seqsOf({ from: 'before', seq: 3 }, 5)).toEqual({ seqs: [1, 2], more: false })
    expect(await seqsOf({ from: 'after', seq: 0 }, 4)).toEqual({ seqs: [1, 2, 3, 4], more: true })
    expect(await seqsOf({ from: 'after', seq: 7 }, 4)).toEqual({ seqs: [8, 9, 10], more: false })
    expect(await seqsOf({ from: 'before', seq: 1 }, 5)).toEqual({ seqs: [], more: false })
  })

  test('reads what was asked for before, not what came later', async () => {
    await store.messages.append(draft('before'))
    const [, page] = await Promise.all([
      store.messages.append(draft('just before')),
      store.messages.page(general, { from: 'newest' }, 10),
      store.messages.append(draft('just after')),
    ])
    expect(page.messages.map(({ text }) => text)).toEqual(['before', 'just before'])
  })

  test('finds people by the hash of their token only', async () => {
    expect(await store.people.findByTokenHash(anna.tokenHash)).toMatchObject({
      id: anna.id,
      name: anna.name,
    })
    expect(
      await store.people.findByTokenHash(systemSecrets.hash(systemSecrets.newToken())),
    ).toBeNull()
    await store.people.rename(anna.id, 'Anne' as PersonName, nameKeys('Anne'))
    await store.people.touch(anna.id, 1_700_000_000_002)
    expect(await store.people.findByTokenHash(anna.tokenHash)).toMatchObject({
      id: anna.id,
      name: 'Anne',
    })
  })

  test('keeps everything when it is closed and opened again', async () => {
    const { message } = await store.messages.append(draft('Remember me'))
    await store.close()
    await store.openAgain()
    expect(await store.messages.page(general, { from: 'newest' }, 10)).toEqual({
      messages: [message],
      more: false,
      moreAfter: false,
      lastSeq: 1,
    })
    expect(await store.people.findByTokenHash(ben.tokenHash)).toMatchObject({
      id: ben.id,
      name: ben.name,
    })
    expect((await store.messages.append(draft('Next'))).message.seq).toBe(2)
    expect(await store.rooms.list()).toEqual(DEFAULT_ROOMS)
  })
})
