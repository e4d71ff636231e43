import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PersonId } from '#shared/domain/ids.ts'
import type { InstanceNews, Instances } from '../../src-server/ports/instances.ts'
import { createMemoryInstances } from '../../src-server/store/memory/instances.ts'
import type { RedisStore } from '../../src-server/store/redis/open-store.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis } from '../support/redis-server.ts'
import { twoInstances } from '../support/redis-store.ts'
import { general } from './fixtures.ts'

const personId = randomUUID() as PersonId

/** One of each kind. */
const allNews: readonly InstanceNews[] = [
  { kind: 'room', roomId: general },
  { kind: 'room-closed', roomId: general, personId },
  { kind: 'room-closed', roomId: general, personId: null },
  { kind: 'person', personId },
  { kind: 'end-sessions', personId, reason: 'banned', message: 'Spam', until: 1_700_000_000_000 },
  { kind: 'end-sessions', personId, reason: 'kicked', message: '', until: null },
  { kind: 'voice-taken', personId, number: 7 },
  { kind: 'settings' },
]

/** What was told to one instance so far. */
function listenTo(instances: Instances): InstanceNews[] {
  const heard: InstanceNews[] = []
  instances.listen((news) => heard.push(news))
  return heard
}

test('the only instance hears its own news at once', () => {
  const instances = createMemoryInstances()
  const [heard, alsoHeard] = [listenTo(instances), listenTo(instances)]
  allNews.forEach(instances.tell)
  expect(heard).toEqual(allNews)
  expect(alsoHeard).toEqual(allNews)
})

describe.skipIf(!hasRedis)('instances on one Redis', () => {
  const both = twoInstances()

  test('hear of each other in order, and each its own news at once and once', async () => {
    const [own, other] = [listenTo(both.here.instances), listenTo(both.there.instances)]
    allNews.forEach(both.here.instances.tell)
    expect(own).toEqual(allNews)
    await until(() => other.length === allNews.length)
    expect(other).toEqual(allNews)
    both.there.instances.tell({ kind: 'settings' })
    await until(() => own.length === allNews.length + 1)
    expect(own).toEqual([...allNews, { kind: 'settings' }])
  })

  test('ignore what somebody else publishes', async () => {
    const heard = listenTo(both.here.instances)
    const forged = [
      'nonsense',
      '"text"',
      'null',
      '[]',
      '{}',
      '{"from":1,"news":{"kind":"settings"}}',
      '{"from":"x","news":{"kind":"room","roomId":"../../etc"}}',
      '{"from":"x","news":{"kind":"person","personId":7}}',
      '{"from":"x","news":{"kind":"reboot"}}',
      '{"from":"x","news":{"kind":"end-sessions"}}',
    ]
    for (const text of forged) await both.redis.command('PUBLISH', 'parley:news:0', text)
    both.there.instances.tell({ kind: 'room', roomId: general })
    await until(() => heard.length > 0)
    expect(heard).toEqual([{ kind: 'room', roomId: general }])
  })

  test('know that they may have missed something when Redis was away', async () => {
    const missed = new Set<RedisStore>()
    for (const store of [both.here, both.there]) store.instances.missed(() => missed.add(store))
    await both.redis.kill()
    both.here.instances.tell({ kind: 'room', roomId: general })
    await both.redis.start()
    // Both: what is told by one that has not found Redis again is news that is swallowed.
    await until(() => missed.size === 2, 20_000)
    const heard = listenTo(both.there.instances)
    both.here.instances.tell({ kind: 'settings' })
    await until(() => heard.length > 0)
  }, 30_000)
})
