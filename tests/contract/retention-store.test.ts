import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import type { ClientId, RoomId } from '#shared/domain/ids.ts'
import { draftsOf, emojiOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const draft = draftsOf(anna)
const START = 1_700_000_000_000
const HOUR = 3_600_000
const NOW = START + 1_000 * HOUR

describe.each(durableStores)('retention on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })

  /** Said so many hours after the start. */
  const say = async (text: string, hour: number, more: Parameters<typeof draft>[1] = {}) => {
    const said = draft(text, { createdAt: START + hour * HOUR, ...more })
    return (await store.messages.append(said)).message
  }
  const trim = (hour: number, max = 100, roomId: RoomId = general) =>
    store.retention.trim({ roomId, before: START + hour * HOUR, now: NOW, max })
  const textsIn = async (roomId: RoomId) =>
    (await store.messages.page(roomId, { from: 'newest' }, 100)).messages.map(({ text }) => text)
  const found = async (word: string) => {
    const terms = [[{ word, isPrefix: false }]]
    const everybody = { authors: null, before: null, after: null, has: [], cursor: null, limit: 30 }
    const roomIds = [general, music]
    const page = await store.search.search({ roomIds, terms, ...everybody })
    return page.messages.map(({ text }) => text)
  }
  const like = (messageId: Parameters<DurableStore['messages']['find']>[0]) =>
    store.messages.react({
      messageId,
      person: publicly(ben),
      emoji: emojiOf('👍'),
      on: true,
      emojiMax: 20,
    })

  test('removes what is older, and nothing else', async () => {
    for (const hour of [1, 2, 3, 4]) await say(`line ${hour}`, hour)
    await say('line elsewhere', 1, { roomId: music })
    expect(await trim(3)).toEqual({ upToSeq: 2, removed: 2, more: false })
    expect(await textsIn(general)).toEqual(['line 3', 'line 4'])
    expect(await textsIn(music)).toEqual(['line elsewhere'])
    expect(await found('line')).toHaveLength(3)
    expect(await trim(3)).toEqual({ upToSeq: 2, removed: 0, more: false })
    expect(await trim(1, 100, music)).toEqual({ upToSeq: 0, removed: 0, more: false })
  })

  test('takes everything that belongs to a message along', async () => {
    const clientId = randomUUID() as ClientId
    const old = await say('ancient word', 1, { clientId })
    await like(old.id)
    const pin = { pinnedAt: NOW, by: publicly(ben) }
    await store.messages.pin({ messageId: old.id, pin, pinsMax: 5 })
    const answer = await say('an answer', 10, { replyTo: old.id })
    await trim(5)
    expect(await store.messages.find(old.id)).toBeNull()
    expect(await store.messages.edit(old.id, 'again', NOW)).toBeNull()
    expect(await store.messages.remove(old.id, NOW)).toBeNull()
    expect(await like(old.id)).toEqual({ kind: 'missing' })
    expect(await store.messages.pins(general)).toEqual([])
    expect(await found('ancient')).toEqual([])
    expect(await store.messages.find(answer.id)).toMatchObject({ replyTo: null })
    // The key of a sender is free again: nobody remembers what was sent under it.
    expect((await store.messages.append(draft('new', { clientId }))).duplicate).toBe(false)
  })

  test('goes in steps', async () => {
    for (let hour = 1; hour <= 7; hour += 1) await say(`line ${hour}`, hour)
    expect(await trim(6, 2)).toEqual({ upToSeq: 2, removed: 2, more: true })
    expect(await trim(6, 2)).toEqual({ upToSeq: 4, removed: 2, more: true })
    expect(await trim(6, 2)).toEqual({ upToSeq: 5, removed: 1, more: false })
    expect(await textsIn(general)).toEqual(['line 6', 'line 7'])
  })

  test('numbers go on, and catching up stays right', async () => {
    const old = await say('old', 1)
    const kept = await say('kept', 10)
    await store.messages.edit(old.id, 'old, edited', NOW)
    await like(kept.id)
    await trim(5)
    const changes = await store.messages.changes(general, 0, 100)
    expect(changes).toMatchObject({ upTo: 4, more: false, trimmedUpTo: 1 })
    expect(changes.messages.map(({ text }) => text)).toEqual(['kept'])
    expect(await store.messages.changes(general, 3, 100)).toMatchObject({ upTo: 4, trimmedUpTo: 1 })
    expect(await say('next', 11)).toMatchObject({ seq: 5 })
    expect(await store.messages.changes(music, 0, 100)).toMatchObject({ trimmedUpTo: 0 })
    const page = await store.messages.page(general, { from: 'before', seq: 2 }, 10)
    expect(page).toMatchObject({ messages: [], more: false, moreAfter: true, lastSeq: 5 })
  })

  test('an emptied conversation is an empty one, and unread counts follow', async () => {
    for (const hour of [1, 2, 3]) await say(`line ${hour}`, hour)
    await trim(100)
    const [overview] = await store.conversations.overview(ben.id, [general], 0)
    expect(overview).toMatchObject({ lastSeq: 3, unread: 0, lastMessage: null, trimmedUpTo: 3 })
    expect(await say('again', 200)).toMatchObject({ seq: 4 })
    const [after] = await store.conversations.overview(ben.id, [general], 0)
    expect(after).toMatchObject({ unread: 1, trimmedUpTo: 3 })
  })

  test('a deleted message goes as well', async () => {
    const { id } = await say('oops', 1)
    await store.messages.remove(id, NOW)
    expect(await trim(5)).toEqual({ upToSeq: 1, removed: 1, more: false })
    expect(await store.messages.find(id)).toBeNull()
  })

  test('stops at the first message that is to stay', async () => {
    await say('old', 1)
    await say('new', 50)
    await say('said while the clock was wrong', 2)
    expect(await trim(10)).toMatchObject({ upToSeq: 1, removed: 1 })
    expect(await textsIn(general)).toEqual(['new', 'said while the clock was wrong'])
  })

  test('a time in the future keeps nothing from going', async () => {
    await say('from the future', 5_000)
    await say('old', 2)
    await say('new', 50)
    expect(await trim(10)).toMatchObject({ upToSeq: 2, removed: 2 })
    expect(await textsIn(general)).toEqual(['new'])
  })

  test('knows every direct conversation', async () => {
    expect(await store.retention.directs()).toEqual([])
    const roomId = directIdOf(anna.id, ben.id)
    await say('between us', 1, { roomId })
    await store.conversations.hide(roomId, anna.id)
    expect(await store.retention.directs()).toEqual([roomId])
    expect(await trim(5, 100, roomId)).toEqual({ upToSeq: 1, removed: 1, more: false })
    expect(await store.conversations.directOf(ben.id)).toEqual([])
    expect(await store.conversations.everyDirectOf(ben.id)).toEqual([roomId])
    expect(await store.conversations.everyDirectOf(anna.id)).toEqual([roomId])
    await say('again', 10, { roomId })
    expect(await store.conversations.directOf(ben.id)).toEqual([roomId])
  })
})
