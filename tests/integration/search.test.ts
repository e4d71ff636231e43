import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { nameKey } from '#shared/domain/names.ts'
import { DEFAULT_ROOMS, type Room } from '#shared/domain/rooms.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { draftsOf, newPerson } from '../contract/fixtures.ts'
import { openSqlite, type DurableStore } from '../contract/stores.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { say } from '../support/conversation.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import {
  removeTemporaryFolders,
  startServer,
  temporaryFolder,
  type StartedServer,
} from '../support/start-server.ts'

const servers: StartedServer[] = []
const redises: TestRedis[] = []

afterEach(async () => {
  closeClients()
  for (const server of servers.splice(0)) {
    await server.stop()
  }
  for (const redis of redises.splice(0)) await redis.remove()
})
afterAll(removeTemporaryFolders)

/** Filling a store and starting a server on it, on a busy machine. */
const PATIENCE_MS = 60_000

const vault = 'vault' as RoomId

/** People who were here before, a room for one of them alone, and a conversation of two. */
async function fill(store: DurableStore) {
  const tokens = { anna: systemSecrets.newToken(), ben: systemSecrets.newToken() }
  const anna = { ...newPerson('Anna'), tokenHash: systemSecrets.hash(tokens.anna) }
  const ben = { ...newPerson('Ben'), tokenHash: systemSecrets.hash(tokens.ben) }
  await store.people.create(anna)
  await store.people.create(ben)
  await store.names.note(nameKey('Ben'), ben.id)
  const [lobby] = DEFAULT_ROOMS
  if (!lobby) throw new Error('There is a room')
  const room: Room = { ...lobby, id: vault, name: 'Vault', access: 'private' }
  await store.rooms.create({ room, passwordHash: null, members: [anna.id], roomsMax: 100 })
  const say = draftsOf(anna)
  const roomId = directIdOf(anna.id, ben.id)
  await store.messages.append(say('secret between two', { roomId, createdAt: Date.now() - 2_000 }))
  await store.messages.append(
    say('secret in vault', { roomId: vault, createdAt: Date.now() - 1_000 }),
  )
  await store.close()
  return tokens
}

const kinds = [
  {
    name: 'sqlite',
    async serve() {
      const dataDir = join(temporaryFolder(), 'data')
      return { tokens: await fill(await openSqlite(dataDir)), options: { dataDir } }
    },
  },
  {
    name: 'redis',
    async serve() {
      const redis = await startRedis()
      redises.push(redis)
      const tokens = await fill(await openRedis(redis.url))
      return { tokens, options: { environment: { REDIS_URL: redis.url } } }
    },
  },
].slice(0, hasRedis ? 2 : 1)

/** Asks as fast as one may. */
async function patiently(client: TestClient, input: object) {
  for (;;) {
    const reply = await client.call('chat:search', input as never)
    if (reply.ok || reply.error.code !== 'rate-limited') return reply
    await new Promise((resolve) => setTimeout(resolve, reply.error.retryAfter))
  }
}

async function results(client: TestClient, query: string, more: object = {}) {
  const reply = await patiently(client, { query, ...more })
  if (!reply.ok) throw new Error(`"${query}" was refused: ${reply.error.message}`)
  return reply
}

const search = async (client: TestClient, query: string, more: object = {}) =>
  (await results(client, query, more)).results.map(({ message }) => message.text)

async function refusal(client: TestClient, input: object) {
  const reply = await patiently(client, input)
  return reply.ok ? 'ok' : reply.error
}

const codeOf = async (client: TestClient, input: object) => {
  const refused = await refusal(client, input)
  return refused === 'ok' ? refused : refused.code
}

describe.each(kinds)('chat:search on $name', ({ serve }) => {
  let server: StartedServer
  let tokens: Awaited<ReturnType<typeof fill>>
  beforeEach(async () => {
    const served = await serve()
    tokens = served.tokens
    server = await startServer(served.options)
    servers.push(server)
  }, PATIENCE_MS)

  async function here(roomId: string, name: string, token?: string): Promise<TestClient> {
    const client = await connect(server.origin, token === undefined ? {} : { token })
    await client.join(roomId, name)
    return client
  }

  test('finds in every readable conversation, with the words to highlight', async () => {
    const anna = await here('general', 'Anna')
    const ben = await here('music', 'Ben')
    const older = await say(anna, 'general', 'The Zoë release is ready')
    // Of two in the same millisecond neither is newer.
    await until(() => Date.now() > older.createdAt)
    await say(ben, 'music', 'releases everywhere')
    const reply = await results(ben, 'rel')
    expect(reply).toMatchObject({ cursor: null, notes: [] })
    expect(reply.results).toMatchObject([
      { message: { text: 'releases everywhere', roomId: 'music' }, words: ['releases'] },
      { message: { text: 'The Zoë release is ready', roomId: 'general' }, words: ['release'] },
    ])
    expect(await results(ben, 'ready zoe')).toMatchObject({
      results: [{ words: ['Zoë', 'ready'] }],
    })
  })

  test('filters by who, where and what', async () => {
    const anna = await here('general', 'Anna')
    const ben = await here('music', 'Ben')
    await say(anna, 'general', 'hello one https://parley.example')
    await say(ben, 'music', 'hello two')
    expect(await search(anna, 'hello from:BEN')).toEqual(['hello two'])
    expect(await search(anna, 'hello from:me')).toEqual(['hello one https://parley.example'])
    expect(await search(anna, 'hello from:nobody')).toEqual([])
    // Cyrillic е: somebody else, however alike it looks.
    expect(await search(anna, 'hello from:Bеn')).toEqual([])
    expect(await search(anna, 'hello in:#Music')).toEqual(['hello two'])
    expect(await search(anna, 'hello in:general in:music')).toHaveLength(2)
    expect(await search(anna, 'hello', { roomId: 'music' })).toEqual(['hello two'])
    expect(await search(anna, 'has:link')).toEqual(['hello one https://parley.example'])
    expect(await search(anna, 'hello before:2020-01-01')).toEqual([])
    expect(
      await search(anna, 'hello after:2020-01-01', { timeZone: 'Europe/Berlin' }),
    ).toHaveLength(2)
    expect(await results(anna, 'form:ben')).toMatchObject({
      results: [],
      notes: [expect.stringMatching(/no filter "form:"/)],
    })
  })

  test('what one may not read does not exist', async () => {
    const anna = await here('general', 'Anna', tokens.anna)
    const ben = await here('general', 'Ben', tokens.ben)
    const cleo = await here('general', 'Cleo')
    expect(await search(anna, 'secret')).toEqual(['secret in vault', 'secret between two'])
    expect(await search(anna, 'secret in:@ben')).toEqual(['secret between two'])
    expect(await search(anna, 'secret in:VAULT')).toEqual(['secret in vault'])
    expect(await search(ben, 'secret')).toEqual(['secret between two'])
    expect(await results(cleo, 'secret')).toMatchObject({ results: [], cursor: null })
    expect(await results(cleo, 'from:anna')).toMatchObject({ results: [], cursor: null })
    // The same answer as for what never was.
    for (const where of ['vault', 'nowhere']) {
      expect(await refusal(cleo, { query: `secret in:${where}` })).toEqual({
        code: 'not-found',
        message: `There is no conversation "${where}" that you may read`,
      })
      expect(await refusal(cleo, { query: 'secret', roomId: where })).toEqual({
        code: 'not-found',
        message: `There is no room "${where}"`,
      })
    }
  })

  test('hostile input is refused or finds nothing', async () => {
    const anna = await here('general', 'Anna')
    await say(anna, 'general', 'just a line')
    const refused = ['"'.repeat(256), '*', '\0', 'has:pony', 'before:soon', 'from:', ' ']
    for (const query of refused) {
      expect(await codeOf(anna, { query }), query).toBe('invalid')
    }
    const inputs: object[] = [
      { query: 'x'.repeat(257) },
      { query: 'x', timeZone: 'Middle/Earth' },
      { query: 'x', cursor: '"; DROP' },
      { query: 'x', limit: 0 },
      { query: 7 },
      {},
    ]
    for (const input of inputs) {
      expect(await codeOf(anna, input), JSON.stringify(input)).toBe('invalid')
    }
    const stranger = await connect(server.origin)
    expect(await codeOf(stranger, { query: 'line' })).toBe('unauthorized')
  })

  test('draws from a budget of its own', async () => {
    const anna = await here('general', 'Anna')
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => anna.call('chat:search', { query: 'x' } as never)),
    )
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]))
    expect(refused.length).toBeGreaterThan(10)
    expect(refused[0]).toMatchObject({ code: 'rate-limited', retryAfter: expect.any(Number) })
    await say(anna, 'general', 'speaking goes on')
  })
})
