import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { RoomId, SessionToken } from '#shared/domain/ids.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { newPerson } from '../contract/fixtures.ts'
import { openSqlite, type DurableStore } from '../contract/stores.ts'
import { closeClients, connect } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { sayLongAgo } from '../support/old-messages.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import {
  removeTemporaryFolders,
  startServer,
  temporaryFolder,
  type StartedServer,
} from '../support/start-server.ts'

const general = 'general' as RoomId
const music = 'music' as RoomId
const servers: StartedServer[] = []
const redises: TestRedis[] = []

afterEach(async () => {
  closeClients()
  for (const server of servers.splice(0)) await server.stop()
  for (const redis of redises.splice(0)) await redis.remove()
})
afterAll(removeTemporaryFolders)

/** Ten-day-old and fresh lines in two rooms, of the owner, who is known by the token. */
async function fill(store: DurableStore, token: SessionToken): Promise<void> {
  const anna = { ...newPerson('Anna'), tokenHash: systemSecrets.hash(token) }
  await store.people.create(anna)
  const lines = [general, music].flatMap((roomId) => [
    { text: `ancient in ${roomId}`, daysAgo: 10, roomId },
    { text: `fresh in ${roomId}`, daysAgo: 1, roomId },
  ])
  await sayLongAgo(store, anna, lines)
  await store.close()
}

async function start(options: Parameters<typeof startServer>[0]): Promise<StartedServer> {
  const server = await startServer(options)
  servers.push(server)
  return server
}

const kinds = [
  {
    name: 'sqlite',
    async serve(token: SessionToken) {
      const dataDir = join(temporaryFolder(), 'data')
      await fill(await openSqlite(dataDir), token)
      return [await start({ dataDir })]
    },
  },
  {
    name: 'redis, two instances',
    async serve(token: SessionToken) {
      const redis = await startRedis()
      redises.push(redis)
      await fill(await openRedis(redis.url), token)
      const environment = { REDIS_URL: redis.url }
      return [await start({ environment }), await start({ environment })]
    },
  },
].slice(0, hasRedis ? 2 : 1)

/** Filling a store and starting servers on it, on a busy machine. */
const PATIENCE_MS = 120_000

describe.each(kinds)('retention on $name', { timeout: PATIENCE_MS }, ({ serve }) => {
  test('what is too old goes, whoever is here is told, and whoever was not learns it', async () => {
    const token = systemSecrets.newToken()
    const started = await serve(token)
    const first = await connect(started[0]!.origin, { token })
    const others = await Promise.all(started.map(({ origin }) => connect(origin)))
    await first.join('general', 'Anna')
    for (const [index, client] of others.entries()) await client.join('general', `Ben ${index}`)

    const textsIn = async (roomId: string) =>
      (await ask(first, 'chat:history', { roomId })).messages.map(({ text }) => text)
    expect(await textsIn('general')).toEqual(['ancient in general', 'fresh in general'])

    // Only now, so that everybody is here when it happens.
    await ask(first, 'server:update', { retentionDays: 7 })
    for (const client of [first, ...others]) {
      expect(await client.next('room:trimmed')).toEqual({ roomId: 'general', upToSeq: 1 })
    }
    expect(await textsIn('general')).toEqual(['fresh in general'])

    const changes = await ask(first, 'chat:changes', { roomId: 'general', after: 0 })
    expect(changes).toMatchObject({ trimmedUpTo: 1, messages: [{ text: 'fresh in general' }] })
    const found = await ask(first, 'chat:search', { query: 'in general' })
    expect(found.results.map(({ message }) => message.text)).toEqual(['fresh in general'])
    const next = await ask(first, 'chat:message', { roomId: 'general', text: 'goes on' })
    expect(next.message.seq).toBe(3)
  })
})
