import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemSecrets } from '../../src-server/system.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import { newPerson } from './fixtures.ts'

const [old, older] = [newPerson('Old'), newPerson('Older')]

let redis: TestRedis
beforeEach(async () => {
  redis = await startRedis()
})
afterEach(() => redis.remove())

/** As the first versions kept somebody. */
async function keepAsBefore(person: typeof old, created: number): Promise<void> {
  const { id, name, tokenHash } = person
  const times = ['created', String(created), 'seen', String(created + 5)]
  await redis.command('HSET', `parley:person:${id}`, 'name', name, ...times)
  await redis.command('SET', `parley:token:${tokenHash}`, id)
}

test.runIf(hasRedis)('people of the first versions are taken over, once', async () => {
  await keepAsBefore(old, 200)
  await keepAsBefore(older, 100)
  // Two instances of the new version start at the same time.
  const stores = await Promise.all([openRedis(redis.url), openRedis(redis.url)])
  for (const { people } of stores) {
    expect(await people.findByTokenHash(older.tokenHash)).toMatchObject({
      id: older.id,
      name: 'Older',
      role: 'owner',
      createdAt: 100,
      lastSeenAt: 105,
      availability: 'online',
    })
    expect(await people.findByTokenHash(old.tokenHash)).toMatchObject({ role: 'member' })
    expect(await people.list(0)).toHaveLength(2)
  }
  await stores[0].people.addToken(old.id, systemSecrets.hash(systemSecrets.newToken()), 1)
  expect(await stores[1].people.findByTokenHash(old.tokenHash)).toBeNull()
  expect(await stores[0].people.create(newPerson('New'))).toMatchObject({ role: 'member' })
  for (const store of stores) await store.close()
})
