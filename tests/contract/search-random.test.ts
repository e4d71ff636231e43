import { describe, expect, test } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import { facetOfKind, facetOfPerson, facetsOf } from '#shared/domain/search-index.ts'
import type { SearchTerm } from '#shared/domain/search-query.ts'
import { textWords } from '#shared/domain/search-words.ts'
import type { SearchRequest } from '../../src-server/ports/search-store.ts'
import { createRandom, type Random } from '../support/random.ts'
import { draftsOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

/** Enough for several segments of one index and hundreds of blocks of the other; 100,000 take minutes. */
const MESSAGES = Number(process.env['TEST_MESSAGES'] ?? 20_000)
const WRITTEN_AT_ONCE = 500
const CHANGES = MESSAGES / 50
const QUERIES = 120
const START = 1_700_000_000_000
const PATIENCE_MS = 600_000

const gaming = 'gaming' as RoomId
const people = [newPerson('Anna'), newPerson('Ben'), newPerson('Cleo')] as const
const [anna, ben] = people
const rooms: readonly RoomId[] = [general, music, gaming, directIdOf(anna.id, ben.id)]

/** Words as they are used: a few all the time, most of them hardly ever, in several scripts. */
function createVocabulary(random: Random) {
  const syllables = ['ka', 'lo', 'mi', 'ne', 'po', 'ру', 'ты', 'é', 'st', '語', '学', '日', '本']
  const make = () =>
    Array.from({ length: 1 + random.below(4) }, () => random.pick(syllables)).join('')
  const words = Array.from({ length: 3_000 }, make)
  const word = (): string => words[Math.floor(words.length * random.next() ** 4)] ?? ''
  const text = () =>
    Array.from({ length: 1 + random.below(9) }, word).join(random.pick([' ', ', ']))
  return { word, text }
}

/** Held against every search: every message with everything that it is found by. */
interface Known {
  message: Message
  words: readonly string[]
  facets: readonly string[]
}

const known = (message: Message): Known => ({
  message,
  words: message.deletedAt === null ? textWords(message.text).map(({ word }) => word) : [],
  facets: message.deletedAt === null ? facetsOf(message) : [],
})

const hasTerm = (words: readonly string[], term: SearchTerm): boolean =>
  words.some((_, at) =>
    term.every(({ word, isPrefix }, offset) => {
      const found = words[at + offset]
      return isPrefix ? found?.startsWith(word) : found === word
    }),
  )

const isWanted = ({ message, words, facets }: Known, request: SearchRequest): boolean =>
  request.roomIds.includes(message.roomId) &&
  message.deletedAt === null &&
  message.createdAt >= (request.after ?? 0) &&
  message.createdAt < (request.before ?? Infinity) &&
  request.has.every((kind) => facets.includes(facetOfKind(kind))) &&
  (request.authors?.some((author) => facets.includes(author)) ?? true) &&
  request.terms.every((term) => hasTerm(words, term))

describe.each(durableStores)('a long history on $name', (kind) => {
  const store = storeOfEachTest(kind, { people })

  test(
    'a search finds exactly what a look at every message finds',
    async () => {
      const random = createRandom('search')
      const vocabulary = createVocabulary(random)
      const history = new Map<string, Known>()
      const learn = (message: Message | null | undefined): void => {
        if (message) history.set(message.id, known(message))
      }

      const drafts = Array.from({ length: MESSAGES }, (_, index) =>
        draftsOf(random.pick(people))(
          vocabulary.text() + (random.below(50) === 0 ? ' https://parley.example' : ''),
          { roomId: random.pick(rooms), createdAt: START + index * 1_000 },
        ),
      )
      for (let at = 0; at < drafts.length; at += WRITTEN_AT_ONCE) {
        const batch = drafts.slice(at, at + WRITTEN_AT_ONCE)
        const stored = await Promise.all(batch.map((draft) => store.messages.append(draft)))
        for (const { message } of stored) learn(message)
      }
      for (let count = 0; count < CHANGES; count += 1) {
        const { id } = random.pick(drafts)
        const kind = random.below(3)
        if (kind === 0) learn(await store.messages.edit(id, vocabulary.text(), START))
        else if (kind === 1) learn((await store.messages.remove(id, START))?.message)
        else {
          const pin = { pinnedAt: START + count, by: publicly(anna) }
          const pinned = await store.messages.pin({ messageId: id, pin, pinsMax: 1_000 })
          if (pinned.kind === 'done') learn(pinned.message)
        }
      }
      const before = START + (MESSAGES / 5) * 1_000
      for (let more = true; more;) {
        const now = START + MESSAGES * 1_000
        more = (await store.retention.trim({ roomId: gaming, before, now, max: 300 })).more
      }
      for (const { message } of history.values()) {
        if (message.roomId === gaming && message.createdAt < before) history.delete(message.id)
      }
      const newestFirst = [...history.values()].toSorted(
        (one, other) => other.message.createdAt - one.message.createdAt,
      )

      const phraseOf = (): SearchTerm => {
        const { words } = random.pick(newestFirst)
        const at = random.below(Math.max(1, words.length))
        return words.slice(at, at + 1 + random.below(3)).map((word) => ({ word, isPrefix: false }))
      }
      const prefixOf = (): SearchTerm => {
        const [word = 'ka'] = textWords(vocabulary.word()).map((found) => found.word)
        return [{ word: [...word].slice(0, 2 + random.below(3)).join(''), isPrefix: true }]
      }
      const timeOrNull = (): number | null =>
        random.below(3) === 0 ? START + random.below(MESSAGES) * 1_000 : null
      const randomRequest = (): SearchRequest => ({
        roomIds: rooms.filter(() => random.below(3) > 0),
        terms: Array.from({ length: random.below(3) }, () =>
          random.below(3) === 0 ? prefixOf() : phraseOf(),
        ).filter((term) => term.length > 0),
        authors: random.below(3) === 0 ? [facetOfPerson(random.pick(people).id)] : null,
        before: timeOrNull(),
        after: timeOrNull(),
        has: random.pick([[], [], [], ['link'], ['pin'], ['link', 'pin']] as const),
        cursor: null,
        limit: 1 + random.below(30),
      })

      for (let count = 0; count < QUERIES; count += 1) {
        const request = randomRequest()
        const wanted = newestFirst
          .filter((candidate) => isWanted(candidate, request))
          .map(({ message }) => message)
        // All of it, unless it is very much: then the beginning.
        const expected = wanted.slice(0, request.limit * 8)
        const found: Message[] = []
        let cursor: string | null = null
        do {
          const page = await store.search.search({ ...request, cursor })
          found.push(...page.messages)
          cursor = page.cursor
        } while (cursor !== null && found.length < expected.length + 1)
        const ids = found.slice(0, expected.length).map(({ id }) => id)
        expect(ids, JSON.stringify(request)).toEqual(expected.map(({ id }) => id))
        if (expected.length === wanted.length) expect(found.length).toBe(wanted.length)
        expect(found.slice(0, 3)).toEqual(expected.slice(0, 3))
      }
    },
    PATIENCE_MS,
  )
})
