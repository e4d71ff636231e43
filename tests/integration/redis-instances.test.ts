import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'
import { readAll, say, until } from '../support/redis-conversation.ts'

/** Several processes start at once, on a machine that may be busy with other tests. */
const START_WITHIN_MS = 60_000

/** Three instances that know nothing of each other but the address of their Redis. */
describe.skipIf(!hasRedis)('three instances on one Redis', () => {
  let redis: TestRedis
  let instances: StartedServer[] = []
  beforeAll(async () => {
    redis = await startRedis()
    const environment = { REDIS_URL: redis.url }
    instances = await Promise.all([1, 2, 3].map(() => startServer({ environment })))
  }, START_WITHIN_MS)
  afterEach(closeClients)
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()))
    await redis.remove()
    removeTemporaryFolders()
  })

  const at = (index: number, token?: string): Promise<TestClient> =>
    connect(instances[index % instances.length]?.origin ?? '', token === undefined ? {} : { token })

  test('say which guarantee there is, and nothing else when everything is as it should be', () => {
    for (const { output } of instances) {
      expect(output.stderr).toMatch(/^Redis at \S+ syncs before it answers.*\n$/)
    }
  })

  test('thirty people all see the same conversation in the same order', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, (_, index) => at(index)))
    for (const [index, person] of people.entries()) await person.join('music', `Person ${index}`)
    const start = (await readAll(people[0] as TestClient, 'music')).length
    await Promise.all(
      people.map(async (person, index) => {
        for (let line = 0; line < 5; line += 1) await say(person, 'music', `${index}.${line}`)
      }),
    )
    const stored = await readAll(people[0] as TestClient, 'music')
    expect(stored).toHaveLength(start + 150)
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    for (const person of people) {
      const heard = () =>
        person.received.flatMap(({ name, payload }) =>
          name === 'chat:message' && (payload as { type: string }).type === 'text'
            ? [payload as { id: string; seq: number }]
            : [],
        )
      await until(() => heard().length === 150)
      const inOrder = heard().toSorted((one, other) => one.seq - other.seq)
      expect(inOrder.map(({ id }) => id)).toEqual(stored.slice(start).map(({ id }) => id))
    }
  })

  test('D16: one message sent to two instances is stored once', async () => {
    const [here, there] = [await at(0), await at(1)]
    const { token } = await here.join('gaming', 'Twice')
    there.close()
    const elsewhere = await at(1, token)
    await elsewhere.join('gaming', 'Twice')
    const message = { roomId: 'gaming', text: 'Only once', clientId: randomUUID() }
    const [first, second] = await Promise.all([
      here.call('chat:message', message as never),
      elsewhere.call('chat:message', message as never),
    ])
    if (!first.ok || !second.ok) throw new Error('refused')
    expect(first.message.id).toBe(second.message.id)
    expect(first.duplicate).not.toBe(second.duplicate)
    expect(await readAll(here, 'gaming')).toHaveLength(1)
  })

  test('edits, reactions and deletions reach everybody', async () => {
    const [anna, ben] = [await at(0), await at(1)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const sent = await say(anna, 'general', 'Helo')
    await ben.next('chat:message', ({ id }) => id === sent.id)
    await anna.call('chat:edit', { messageId: sent.id, text: 'Hello' } as never)
    expect(await ben.next('chat:changed')).toMatchObject({ id: sent.id, text: 'Hello' })
    await ben.call('chat:reaction', { messageId: sent.id, emoji: '👍' } as never)
    expect(await anna.next('chat:reaction:update')).toMatchObject({
      messageId: sent.id,
      reactions: [{ emoji: '👍', count: 1, users: ['Ben'] }],
    })
    await anna.call('chat:delete', { messageId: sent.id } as never)
    const gone = await ben.next('chat:changed', ({ deletedAt }) => deletedAt !== null)
    expect(gone).toMatchObject({ id: sent.id, text: '', reactions: [] })
  })

  test('a name belongs to one person on all of them', async () => {
    const tries = await Promise.all([0, 1, 2].map((index) => at(index)))
    const replies = await Promise.all(
      tries.map((client) =>
        client.call('room:join', { roomId: 'general', user: { name: 'Only Me' } } as never),
      ),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.filter((reply) => !reply.ok && reply.error.code === 'name-taken')).toHaveLength(
      2,
    )
  })

  test('who is where is the same everywhere', async () => {
    const [anna, ben, watcher] = [await at(0), await at(1), await at(2)]
    await anna.join('gaming', 'Anna')
    await ben.join('gaming', 'Ben')
    const both = await anna.next('room:users', (users) => users.length === 2)
    expect(both.map(({ name }) => name)).toEqual(['Anna', 'Ben'])
    const usersIn = (rooms: readonly { id: string; users: number }[]) =>
      rooms.find(({ id }) => id === 'gaming')?.users
    await watcher.next('rooms:list', (rooms) => usersIn(rooms) === 2)
    for (const { origin } of instances) {
      const body = (await (await fetch(`${origin}/api/rooms`)).json()) as {
        rooms: { id: string; users: number }[]
      }
      expect(usersIn(body.rooms)).toBe(2)
    }
    ben.close()
    await anna.next('chat:message', (message) => message.text === 'Ben left the room')
    await watcher.next('rooms:list', (rooms) => usersIn(rooms) === 1)
  })

  test('a person who gets another name has it on all devices', async () => {
    const phone = await at(0)
    const { token } = await phone.join('general', 'Marie')
    const laptop = await at(1, token)
    await laptop.join('general', 'Curie')
    await until(async () => (await say(phone, 'general', 'Who am I?')).user === 'Curie')
    const other = await at(2)
    await other.join('general', 'Marie')
  })

  test('a private room is there for its members on all of them, and for nobody else', async () => {
    const [anna, ben, eve] = [await at(0), await at(1), await at(2)]
    await anna.join('general', 'Anna')
    const { you } = await ben.join('general', 'Ben')
    await eve.join('general', 'Eve')
    for (const client of [ben, eve]) await client.call('conversations:follow')
    const input = { name: 'Secret', icon: '🔒', access: 'private' }
    const created = await anna.call('room:create', input as never)
    if (!created.ok) throw new Error(created.error.message)
    const { id } = created.room
    await anna.join(id, 'Anna')
    await anna.call('room:invite', { roomId: id, userId: you.id } as never)
    await ben.next('conversation:new', ({ roomId }) => roomId === id)
    const sent = await say(anna, id, 'For both')
    await ben.next('chat:message', (message) => message.id === sent.id)
    await anna.call('room:remove', { roomId: id, userId: you.id } as never)
    await say(anna, id, 'For one')
    expect(await ben.next('room:deleted')).toEqual({ roomId: id, reason: 'removed' })
    await anna.call('room:delete', { roomId: id } as never)
    await anna.next('room:deleted')
    for (const client of [ben, eve]) await client.settle()
    expect(JSON.stringify(ben.received)).not.toContain('For one')
    expect(JSON.stringify(eve.received)).not.toMatch(new RegExp(`${id}|Secret|For both`))
  })

  test('one instance that ends in order tells its own people only', async () => {
    const extra = await startServer({ environment: { REDIS_URL: redis.url } })
    const stays = await at(0)
    await stays.join('general', 'Stays')
    const goes = await connect(extra.origin)
    await goes.join('general', 'Goes')
    await stays.next('chat:message', (message) => message.text === 'Goes joined the room')
    expect(await extra.stop()).toBe(0)
    await goes.next('server:closing')
    await stays.next('chat:message', (message) => message.text === 'Goes left the room')
    expect(stays.received.filter(({ name }) => name === 'server:closing')).toEqual([])
  })

  test('an instance with another prefix shares the Redis and nothing in it', async () => {
    const other = await startServer({
      environment: { REDIS_URL: redis.url, REDIS_PREFIX: 'other' },
    })
    const [anna, stranger] = [await at(0), await connect(other.origin)]
    await anna.join('general', 'Same Name')
    await stranger.join('general', 'Same Name')
    await say(anna, 'general', 'Not for you')
    await say(stranger, 'general', 'Nor for you')
    expect((await readAll(stranger, 'general')).map(({ text }) => text)).toEqual(['Nor for you'])
    await anna.settle()
    expect(JSON.stringify(anna.received)).not.toContain('Nor for you')
    expect(JSON.stringify(stranger.received)).not.toContain('Not for you')
    await other.stop()
  })
})
