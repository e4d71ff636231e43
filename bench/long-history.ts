import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { RoomId } from '#shared/domain/ids.ts'
import type { MessageDraft } from '#shared/domain/messages.ts'
import { parseSearch } from '#shared/domain/search-query.ts'
import type { SearchRequest } from '../src-server/ports/search-store.ts'
import { openDatabase } from '../src-server/store/sqlite/database.ts'
import { createVerbs } from '../src-server/store/sqlite/verbs.ts'
import { draftsOf, newPerson } from '../tests/contract/fixtures.ts'
import { startRedis } from '../tests/support/redis-server.ts'
import { openRedis } from '../tests/support/redis-store.ts'
import { createRandom, type Random } from '../tests/support/random.ts'
import { createTempFolder } from '../tests/support/temp-folder.ts'
import type { Benchmark, Row } from './benchmark.ts'

const MESSAGES = Number(process.env['BENCH_MESSAGES'] ?? 1_000_000)
/** A message of Redis is memory, so fewer of them tell as much. */
const MESSAGES_IN_REDIS = Number(process.env['BENCH_REDIS_MESSAGES'] ?? 200_000)
const WRITTEN_AT_ONCE = 20_000
const SENT_AT_ONCE = 500
const ROUNDS = 200
const PAGE = 50
const START = 1_600_000_000_000
const MINUTE = 60_000

const rooms = ['general', 'music', 'gaming'] as RoomId[]
const [general = 'general' as RoomId] = rooms
const anna = newPerson('Anna')

/** Words as they are used: a few all the time, most of them hardly ever. */
function createText(random: Random): (index: number) => string {
  const letters = 'etaoinshrdlucmfwypvbgkqjxz'
  const vocabulary = Array.from({ length: 50_000 }, () =>
    Array.from({ length: 2 + random.below(8) }, () => random.pick([...letters])).join(''),
  )
  const word = (): string => vocabulary[Math.floor(50_000 * random.next() ** 4)] ?? ''
  const [common, other] = [vocabulary[0], vocabulary[1]]
  return (index) =>
    [
      ...Array.from({ length: 3 + random.below(12) }, word),
      ...(index % 3 === 0 ? ['common'] : []),
      ...(index % 50 === 0 ? ['two', 'words'] : []),
      ...(index % 7 === 0 ? ['two', common, 'words', other] : []),
      ...(index % 100_003 === 5 ? ['needle'] : []),
    ].join(' ')
}

function* draftsFor(count: number): Generator<MessageDraft> {
  const random = createRandom('long-history')
  const textOf = createText(random)
  const say = draftsOf(anna)
  for (let index = 0; index < count; index += 1) {
    const roomId = random.below(10) < 8 ? general : random.pick(rooms)
    yield say(textOf(index), { roomId, createdAt: START + index * MINUTE })
  }
}

function requestFor(text: string): SearchRequest {
  const parsed = parseSearch(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  const { terms, has, before, after } = parsed.query
  return { roomIds: rooms, terms, has, before, after, authors: null, cursor: null, limit: 30 }
}

const SEARCHES = {
  'search: rare word': 'needle',
  'search: common word': 'common',
  'search: beginning of a word': 'need',
  'search: beginning of many words': 'common st',
  'search: phrase': '"two words"',
  'search: a word that is not there': 'nowhereatall',
} as const

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN

async function timed(
  name: string,
  run: (round: number) => unknown,
  rounds: number = ROUNDS,
): Promise<Row> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now()
    await run(round)
    times.push((performance.now() - began) * 1_000)
  }
  const sorted = times.toSorted((one, other) => one - other)
  return { name, values: { 'p50 (us)': quantile(sorted, 0.5), 'p99 (us)': quantile(sorted, 0.99) } }
}

const say = (line: string): void => void process.stdout.write(`  ${line}\n`)
const toMegabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`

/** Without the thread that it runs in otherwise: what the database itself takes. */
export const sqliteHistory: Benchmark = {
  name: 'history-sqlite',
  about: `pages and searches among ${MESSAGES.toLocaleString('en')} messages on SQLite`,
  async run() {
    const folder = createTempFolder('bench')
    const file = join(folder.path, 'parley.db')
    const opened = openDatabase(file)
    if (!opened.ok) throw new Error('The database cannot be opened')
    const database = opened.value
    const { reads, writes } = createVerbs(database)
    try {
      database.pragma('synchronous = OFF')
      writes.createPerson(anna)
      const began = performance.now()
      const ids: string[] = []
      database.exec('BEGIN')
      for (const draft of draftsFor(MESSAGES)) {
        ids.push(writes.append(draft).message.id)
        if (ids.length % WRITTEN_AT_ONCE === 0) database.exec('COMMIT; BEGIN')
      }
      database.exec('COMMIT')
      database.pragma('wal_checkpoint(TRUNCATE)')
      const each = ((performance.now() - began) * 1_000) / MESSAGES
      say(`written in ${each.toFixed(0)} us each; the file has ${toMegabytes(statSync(file).size)}`)
      const sizes = database.prepare(
        "SELECT sum(pgsize) AS bytes FROM dbstat WHERE name LIKE 'message_words%'",
      )
      try {
        const [row] = sizes.all() as { bytes: number }[]
        say(`of these the index of words ${toMegabytes(row?.bytes ?? 0)}`)
      } catch {
        say('this SQLite does not say how much of it is the index')
      }

      const random = createRandom('reads')
      const byKey = database.prepare('SELECT text FROM messages WHERE id = ?')
      const last = reads.lastSeq(general)
      const seq = (): number => 1 + random.below(last)
      const rows = [
        await timed('one message by its key', () => byKey.all(random.pick(ids)), ROUNDS * 10),
        await timed('the newest page', () => reads.page(general, { from: 'newest' }, PAGE)),
        await timed('a page backwards', () =>
          reads.page(general, { from: 'before', seq: seq() }, PAGE),
        ),
        await timed('a page around', () =>
          reads.page(general, { from: 'around', seq: seq() }, PAGE),
        ),
      ]
      for (const [name, query] of Object.entries(SEARCHES)) {
        rows.push(await timed(name, () => reads.search(requestFor(query))))
      }
      const trim = { roomId: general, before: START + MESSAGES * MINUTE, now: Date.now(), max: 50 }
      const removeSome = (): void => {
        database.exec('BEGIN')
        writes.trim(trim)
        database.exec('COMMIT')
      }
      rows.push(await timed('removing 50 old messages', removeSome, 20))
      return rows
    } finally {
      database.close()
      folder.remove()
    }
  },
}

export const redisHistory: Benchmark = {
  name: 'history-redis',
  about: `pages and searches among ${MESSAGES_IN_REDIS.toLocaleString('en')} messages on Redis`,
  async run() {
    const server = await startRedis({ settings: ['--appendonly', 'no'] })
    const store = await openRedis(server.url)
    const usedMemory = async (): Promise<number> =>
      Number(/used_memory:(\d+)/.exec(await server.command('INFO', 'memory'))?.[1])
    try {
      await store.people.create(anna)
      const before = await usedMemory()
      const began = performance.now()
      const ids: string[] = []
      let waiting: Promise<unknown>[] = []
      for (const draft of draftsFor(MESSAGES_IN_REDIS)) {
        ids.push(draft.id)
        waiting.push(store.messages.append(draft))
        if (waiting.length === SENT_AT_ONCE) {
          await Promise.all(waiting)
          waiting = []
        }
      }
      await Promise.all(waiting)
      const each = ((performance.now() - began) * 1_000) / MESSAGES_IN_REDIS
      const used = (await usedMemory()) - before
      const perMessage = Math.round(used / MESSAGES_IN_REDIS)
      say(
        `written in ${each.toFixed(0)} us each; ${toMegabytes(used)}, ${perMessage} bytes a message`,
      )

      const random = createRandom('reads')
      const page = await store.messages.page(general, { from: 'newest' }, 1)
      const seq = (): number => 1 + random.below(page.lastSeq)
      const rows = [
        await timed('whether it answers (a write)', () => store.isHealthy(), ROUNDS * 10),
        await timed('the newest page', () =>
          store.messages.page(general, { from: 'newest' }, PAGE),
        ),
        await timed('a page backwards', () =>
          store.messages.page(general, { from: 'before', seq: seq() }, PAGE),
        ),
        await timed('a page around', () =>
          store.messages.page(general, { from: 'around', seq: seq() }, PAGE),
        ),
      ]
      for (const [name, query] of Object.entries(SEARCHES)) {
        rows.push(await timed(name, () => store.search.search(requestFor(query)), 50))
      }
      const all = await usedMemory()
      await server.command('EVAL', DROP_WORDS, '0')
      const words = Math.round((all - (await usedMemory())) / MESSAGES_IN_REDIS)
      say(`of these the blocks of the index ${words} bytes a message`)
      return rows
    } finally {
      await store.close()
      await server.remove()
    }
  },
}

const DROP_WORDS = `
local cursor = '0'
repeat
  local step = redis.call('SCAN', cursor, 'MATCH', 'parley:*:words:*', 'COUNT', 1000)
  cursor = step[1]
  for _, key in ipairs(step[2]) do redis.call('DEL', key) end
until cursor == '0'
return 1
`
