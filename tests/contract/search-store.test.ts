import { beforeEach, describe, expect, test, vi } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import type { BlobId, MediaKey, RoomId } from '#shared/domain/ids.ts'
import type { Attachment } from '#shared/domain/messages.ts'
import { facetOfName, facetOfPerson } from '#shared/domain/search-index.ts'
import { parseSearch } from '#shared/domain/search-query.ts'
import type { SearchRequest } from '../../src-server/ports/search-store.ts'
import { draftsOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben Kim')
const draft = draftsOf(anna)
const START = 1_700_000_000_000
const MINUTE = 60_000

const picture: Attachment = {
  blobId: 'a'.repeat(64) as BlobId,
  key: 'k'.repeat(22) as MediaKey,
  name: 'Sunset in Málaga.png',
  mimeType: 'image/png',
  size: 1,
  duration: null,
  waveform: null,
  width: 1,
  height: 1,
}

/** What the service makes of a query, without the rights. */
export function requestFor(text: string, more: Partial<SearchRequest> = {}): SearchRequest {
  const parsed = parseSearch(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  const { terms, has, before, after } = parsed.query
  const base = { roomIds: [general, music], authors: null, cursor: null, limit: 30 }
  return { ...base, terms, has, before, after, ...more }
}

describe.each(durableStores)('search on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })
  let now: number
  beforeEach(() => {
    now = START
  })

  const say = async (text: string, more: Parameters<typeof draft>[1] = {}) => {
    now += MINUTE
    return (await store.messages.append(draft(text, { createdAt: now, ...more }))).message
  }
  const find = async (text: string, more: Partial<SearchRequest> = {}) =>
    (await store.search.search(requestFor(text, more))).messages.map((message) => message.text)

  /** All pages, each asked for with the cursor of the one before. */
  async function findAll(request: SearchRequest, betweenPages = async () => {}) {
    const texts: string[] = []
    for (let cursor: string | null = null; ;) {
      const page = await store.search.search({ ...request, cursor })
      expect(page.messages.length).toBeLessThanOrEqual(request.limit)
      texts.push(...page.messages.map(({ text }) => text))
      cursor = page.cursor
      if (cursor === null) return texts
      expect(cursor).toMatch(/^[0-9a-z.-]{1,128}$/)
      await betweenPages()
    }
  }

  test('finds what contains every word, the newest first, whole messages', async () => {
    const first = await say('The release is on Friday')
    await say('Friday is near')
    const last = await say('A release every friday', { roomId: music })
    expect((await store.search.search(requestFor('friday rel'))).messages).toEqual([last, first])
    expect(await find('friday')).toHaveLength(3)
    expect(await find('rel friday')).toEqual([])
    expect(await find('fri')).toHaveLength(3)
    expect(await find('"is on friday"')).toEqual(['The release is on Friday'])
    expect(await find('"friday is on"')).toEqual([])
  })

  test('case, accents, any script, emoji', async () => {
    await say('Zoë liked the Straße 🎉')
    await say('私は東京都に住む')
    await say('Привет, Ёлка!')
    await say('שָׁלוֹם مُحَمَّد')
    await say('สวัสดีครับ')
    for (const query of ['ZOE strasse', 'zoë', '🎉', 'liked 🎉']) {
      expect(await find(query), query).toEqual(['Zoë liked the Straße 🎉'])
    }
    for (const query of ['東京', '京都', '都', '住む', '東京都に住む', '私']) {
      expect(await find(query), query).toEqual(['私は東京都に住む'])
    }
    expect(await find('東都')).toEqual([])
    expect(await find('елка привет')).toEqual(['Привет, Ёлка!'])
    expect(await find('שלום')).toHaveLength(1)
    expect(await find('محمد')).toHaveLength(1)
    expect(await find('ครับ')).toEqual(['สวัสดีครับ'])
  })

  test('only in the conversations asked for', async () => {
    const direct = directIdOf(anna.id, ben.id)
    await say('secret in general')
    await say('secret in music', { roomId: music })
    await say('secret between two', { roomId: direct })
    expect(await find('secret', { roomIds: [music] })).toEqual(['secret in music'])
    expect(await find('secret', { roomIds: [direct, general] })).toEqual([
      'secret between two',
      'secret in general',
    ])
    expect(await find('secret', { roomIds: ['attic' as RoomId] })).toEqual([])
    expect(await find('secret', { roomIds: [] })).toEqual([])
  })

  test('an edit is found by its present text alone', async () => {
    const { id } = await say('tea at five')
    await store.messages.edit(id, 'coffee at five', now)
    expect(await find('tea')).toEqual([])
    expect(await find('coffee five')).toEqual(['coffee at five'])
    await store.messages.edit(id, 'cocoa', now)
    expect(await find('five')).toEqual([])
    expect(await find('coco')).toEqual(['cocoa'])
  })

  test('what is deleted is not found', async () => {
    const { id } = await say('delete me please')
    await say('keep me please')
    await store.messages.remove(id, now)
    await store.messages.remove(id, now)
    expect(await find('please')).toEqual(['keep me please'])
    expect(await find('delete')).toEqual([])
    expect(await find('from:anna', { authors: [facetOfPerson(anna.id)] })).toEqual([
      'keep me please',
    ])
  })

  test('a message that was sent twice is found once', async () => {
    const clientId = '11111111-1111-4111-8111-111111111111' as never
    await say('once only', { clientId })
    await say('once only', { clientId })
    expect(await find('once')).toEqual(['once only'])
  })

  test('by author: an id, or the name above the message', async () => {
    await say('hello from anna')
    await say('hello from ben', { author: publicly(ben) })
    expect(await find('hello', { authors: [facetOfPerson(ben.id)] })).toEqual(['hello from ben'])
    expect(await find('hello', { authors: [facetOfName('ben KIM')] })).toEqual(['hello from ben'])
    expect(await find('hello', { authors: [facetOfName('Ben')] })).toEqual([])
    // Cyrillic А: another name, however alike it looks.
    expect(await find('hello', { authors: [facetOfName('Аnna')] })).toEqual([])
    const both = [facetOfName('anna'), facetOfPerson(ben.id)]
    expect(await find('hello', { authors: both })).toHaveLength(2)
    expect(await find('hello', { authors: [] })).toEqual([])
  })

  test('by what it has, with and without words', async () => {
    await say('see https://parley.example/x')
    await say('a picture', { type: 'file', attachments: [picture] })
    await say('', {
      type: 'voice',
      attachments: [{ ...picture, name: '', mimeType: 'audio/webm' }],
    })
    const pinned = await say('pin this')
    await say('plain')
    expect(await find('has:link')).toEqual(['see https://parley.example/x'])
    expect(await find('has:file')).toEqual(['a picture'])
    expect(await find('has:image')).toEqual(['a picture'])
    expect(await find('has:voice')).toEqual([''])
    expect(await find('malaga sun')).toEqual(['a picture'])
    expect(await find('has:image has:link')).toEqual([])
    expect(await find('has:pin')).toEqual([])
    const pin = { messageId: pinned.id, pinsMax: 5 }
    await store.messages.pin({ ...pin, pin: { pinnedAt: now, by: publicly(ben) } })
    expect(await find('has:pin')).toEqual(['pin this'])
    expect(await find('has:pin this')).toEqual(['pin this'])
    expect(await find('has:pin plain')).toEqual([])
    await store.messages.pin({ ...pin, pin: null })
    expect(await find('has:pin')).toEqual([])
    expect(await find('this')).toEqual(['pin this'])
  })

  test('by time', async () => {
    for (const text of ['one', 'two', 'three']) await say(`number ${text}`)
    const times = { before: START + 3 * MINUTE, after: START + 2 * MINUTE }
    expect(await find('number', times)).toEqual(['number two'])
    expect(await find('number', { before: START + MINUTE })).toEqual([])
    expect(await find('number', { after: START + 3 * MINUTE })).toEqual(['number three'])
    expect(await find('number', { after: START + 4 * MINUTE })).toEqual([])
  })

  test('pages without a gap and without a repetition while others go on', async () => {
    for (let count = 1; count <= 25; count += 1) {
      await say(`apple ${count}`, { roomId: count % 3 === 0 ? music : general })
    }
    const texts = await findAll(requestFor('apple', { limit: 4 }), async () => {
      await say('a new apple')
    })
    expect(texts).toEqual(Array.from({ length: 25 }, (_, index) => `apple ${25 - index}`))
  })

  test('pages through what was said in the same millisecond', async () => {
    const texts = Array.from({ length: 70 }, (_, index) => `pear ${index}`)
    for (const [index, text] of texts.entries()) {
      await say(text, { createdAt: START, roomId: index % 2 === 0 ? general : music })
    }
    const found = await findAll(requestFor('pear', { limit: 9 }))
    expect(found.toSorted()).toEqual(texts.toSorted())
  })

  test('a clock that is set back loses nothing: the order of the conversation counts', async () => {
    await say('plum 1', { createdAt: START + 500 * MINUTE })
    await say('plum 2', { createdAt: START + 100 * MINUTE })
    await say('plum 3', { createdAt: START + 200 * MINUTE })
    await say('plum 4', { createdAt: START + 900 * MINUTE })
    const found = await findAll(requestFor('plum', { limit: 1 }))
    expect(found).toEqual(['plum 4', 'plum 3', 'plum 2', 'plum 1'])
  })

  test('nothing that somebody types is read as anything but words', async () => {
    await say('quotes " and stars * (NEAR) AND OR NOT words:x -y ^z {a b}')
    for (const query of [
      'NEAR',
      'AND',
      'OR stars',
      'words:x',
      '"stars * (near"',
      'y ^z {a',
      'not',
    ]) {
      expect(await find(query), query).toHaveLength(1)
    }
    for (const query of ['stars*x', 'words : q', '" OR "1"="1', "x'; DROP TABLE messages; --"]) {
      expect(await find(query), query).toEqual([])
    }
    expect(await find(`${'a '.repeat(127)}a`)).toHaveLength(1)
    const cursors = ['9', '-1', '0', '99999999999999999999', 'x', '1.general.1', '.', '-.-.-']
    for (const cursor of cursors) await store.search.search(requestFor('stars', { cursor }))
  })

  test('the longest text there is can be stored, found, changed and deleted', async () => {
    const { id } = await say('日本語中文字'.repeat(1_300) + 'end')
    expect(await find('文字日本')).toHaveLength(1)
    await store.messages.edit(id, 'short', now)
    expect(await find('文字日本')).toEqual([])
    expect(await find('short')).toEqual(['short'])
  })

  test('a deleted room takes what is found in it along', async () => {
    await say('grape in music', { roomId: music })
    await say('grape in general')
    await store.rooms.remove(music)
    const erased = async () => (await find('grape', { roomIds: [music] })).length === 0
    await vi.waitFor(async () => expect(await erased()).toBe(true))
    expect(await find('grape')).toEqual(['grape in general'])
  })

  test('is kept when the store is closed and opened again', async () => {
    const { id } = await say('remember the milk')
    await store.close()
    await store.openAgain()
    expect(await find('milk')).toEqual(['remember the milk'])
    await store.messages.edit(id, 'remember the bread', now)
    expect(await find('milk')).toEqual([])
  })
})
