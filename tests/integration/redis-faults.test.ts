import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { createRandom } from '../support/random.ts'
import { readAll, say, until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

/** For what takes a few seconds, on a machine where every process may stand still for a while. */
const PATIENCE_MS = 20_000

/**
 * Whoever asks while Redis is away is told so after two seconds at most, and does not wait for it
 * to be back. The rest is for a machine that has more to do.
 */
const ANSWERED_WITHIN_MS = 8_000

const noticesOf = (client: TestClient): string[] =>
  client.received.flatMap(({ name, payload }) => {
    const message = payload as { type: string; text: string }
    return name === 'chat:message' && message.type === 'system' ? [message.text] : []
  })

const healthOf = async ({ origin }: StartedServer) =>
  (await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(PATIENCE_MS) })).status

const trySay = (client: TestClient, clientId: string) =>
  client.call('chat:message', { roomId: 'general', text: clientId, clientId } as never)

describe.skipIf(!hasRedis)('faults', { timeout: 90_000 }, () => {
  let redis: TestRedis
  let instances: StartedServer[] = []
  beforeEach(async () => {
    redis = await startRedis()
    const environment = { REDIS_URL: redis.url }
    instances = await Promise.all([1, 2].map(() => startServer({ environment })))
  }, 60_000)
  afterEach(async () => {
    closeClients()
    await Promise.all(instances.map((instance) => instance.kill()))
    await redis.remove()
  })
  afterAll(removeTemporaryFolders)

  const [first, second] = [() => instances[0] as StartedServer, () => instances[1] as StartedServer]
  const logOf = ({ output }: StartedServer): string[] =>
    output.stderr.split('\n').filter((line) => line.startsWith('{') && line.includes('Redis'))

  test('after a lost Redis people see what they missed in everything that they follow', async () => {
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    const { you } = await anna.join('general', 'Anna')
    await ben.join('music', 'Ben')
    const direct = { to: you.id, text: 'Before' }
    const begun = await ben.call('chat:direct', direct as never)
    if (!begun.ok) throw new Error(begun.error.message)
    await anna.next('chat:direct:received')
    await anna.call('conversations:follow')
    // Anna's instance is cut off from what the other one tells, and from nothing else.
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    const inMusic = await say(ben, 'music', 'Did you hear?')
    const toAnna = await ben.call('chat:direct', { ...direct, text: 'And this?' } as never)
    if (!toAnna.ok) throw new Error(toAnna.error.message)
    for (const { id } of [inMusic, toAnna.message]) {
      await until(
        () => anna.received.some(({ payload }) => (payload as { id?: string }).id === id),
        PATIENCE_MS,
      )
    }
  })

  test('D06: people of an instance that died leave once, and others notice nothing', async () => {
    const third = await startServer({ environment: { REDIS_URL: redis.url } })
    instances.push(third)
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const ghosts = await Promise.all([0, 1, 2, 3, 4].map(() => connect(third.origin)))
    for (const [index, ghost] of ghosts.entries()) await ghost.join('general', `Ghost ${index}`)
    await anna.next('room:users', (users) => users.length === 7)
    await third.kill()
    const diedAt = performance.now()
    const taken = await ben.call('room:join', { roomId: 'general', user: { name: 'Ben' } } as never)
    expect(taken.ok).toBe(true)
    await say(anna, 'general', 'Still here')
    await ben.next('chat:message', ({ text }) => text === 'Still here')

    const left = (client: TestClient) =>
      noticesOf(client).filter((text) => /Ghost \d left/.test(text))
    await until(() => left(anna).length >= 5 && left(ben).length >= 5, 40_000)
    // Eighteen seconds at most, if no process has to wait for its turn.
    expect(performance.now() - diedAt).toBeLessThan(30_000)
    await until(async () => {
      const { rooms } = (await (await fetch(`${first().origin}/api/rooms`)).json()) as {
        rooms: { id: string; users: number }[]
      }
      return rooms.find(({ id }) => id === 'general')?.users === 2
    })
    // Long enough for the other one to announce them too, if it did.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    for (const client of [anna, ben]) {
      expect(left(client).toSorted()).toEqual(
        [0, 1, 2, 3, 4].map((n) => `Ghost ${n} left the room`),
      )
      expect(client.socket.connected).toBe(true)
    }
    const heir = await connect(second().origin)
    await heir.join('general', 'Ghost 1')
  })

  test('a Redis that is killed and started again has lost nothing that was acknowledged', async () => {
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const acked: string[] = []
    const random = createRandom('kill -9 of Redis')
    for (let round = 0; round < 3; round += 1) {
      const killAt = acked.length + 1 + random.below(40)
      const writing = [anna, ben].flatMap((client) =>
        Array.from({ length: 27 }, async () => {
          const clientId = randomUUID()
          const reply = await trySay(client, clientId)
          if (!reply.ok) return expect(reply.error.code).toBe('unavailable')
          acked.push(clientId)
          if (acked.length === killAt) await redis.kill()
        }),
      )
      await Promise.all(writing)
      await redis.kill()
      const askedAt = performance.now()
      expect(await trySay(anna, randomUUID())).toMatchObject({ error: { code: 'unavailable' } })
      expect(performance.now() - askedAt).toBeLessThan(ANSWERED_WITHIN_MS)
      await until(async () => (await healthOf(first())) === 503)
      await until(async () => (await healthOf(second())) === 503)
      expect((await fetch(`${first().origin}/api/rooms`)).status).toBe(503)
      await redis.start()
      await until(async () => (await healthOf(first())) === 200)
      await until(async () => (await healthOf(second())) === 200)
      acked.push((await say(anna, 'general', 'Back', randomUUID())).clientId ?? '')
    }
    const stored = await readAll(ben, 'general')
    const storedIds = new Set<string | null>(stored.map(({ clientId }) => clientId))
    expect(acked.filter((clientId) => !storedIds.has(clientId))).toEqual([])
    expect(storedIds.size).toBe(stored.length)
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    for (const instance of instances) {
      const lines = logOf(instance).map((line) => (JSON.parse(line) as { msg: string }).msg)
      expect(lines.filter((line) => line.startsWith('Redis is lost'))).toHaveLength(3)
      expect(lines.filter((line) => line === 'Redis is back')).toHaveLength(3)
    }
    expect(noticesOf(anna).filter((text) => text.includes('left'))).toEqual([])
    console.log(`${acked.length} acked, ${stored.length} stored`)
  })

  test('who leaves while Redis is away is gone when it is back, and nobody else', async () => {
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    const cara = await connect(first().origin)
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    await cara.join('general', 'Cara')
    await redis.kill()
    cara.close()
    // Longer than the time after which an instance counts as dead.
    await new Promise((resolve) => setTimeout(resolve, 17_000))
    await redis.start()
    await until(() => noticesOf(ben).includes('Cara left the room'))
    await new Promise((resolve) => setTimeout(resolve, 7_000))
    expect(noticesOf(ben).filter((text) => text.includes('left'))).toEqual(['Cara left the room'])
    const users = (await fetch(`${second().origin}/api/info`).then((reply) => reply.json())) as {
      people: number
    }
    expect(users.people).toBe(2)
    expect(first().output.stderr).not.toContain('could not take somebody out')
  })

  test('a Redis that hangs is answered with unavailable in time, and service resumes', async () => {
    const anna = await connect(first().origin)
    await anna.join('general', 'Anna')
    redis.freeze()
    const askedAt = performance.now()
    expect(await trySay(anna, randomUUID())).toMatchObject({ error: { code: 'unavailable' } })
    expect(performance.now() - askedAt).toBeLessThan(ANSWERED_WITHIN_MS)
    expect(await healthOf(first())).toBe(503)
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    expect(await healthOf(first())).toBe(503)
    redis.thaw()
    await until(async () => (await trySay(anna, randomUUID())).ok)
  })

  test('an instance that was taken for dead comes back with its people', async () => {
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const beats = await redis.command('KEYS', '*:beat:*')
    const keys = beats.split('\r\n').filter((line) => line.startsWith('parley:'))
    expect(keys).toHaveLength(2)
    const counts = (client: TestClient, verb: string) =>
      noticesOf(client).filter((text) => text.endsWith(`${verb} the room`)).length
    // Hung, so that it cannot say that it lives before the other one looks.
    process.kill(second().pid, 'SIGSTOP')
    try {
      await redis.command('DEL', ...keys)
      await until(() => counts(anna, 'left') === 1)
    } finally {
      process.kill(second().pid, 'SIGCONT')
    }
    await until(() => counts(ben, 'left') === 1)
    await until(() => counts(anna, 'joined') === 3 && counts(ben, 'joined') === 2)
    const later = await connect(first().origin)
    await later.join('general', 'Later')
    const users = await later.next('room:users', (all) => all.length === 3)
    expect(users.map(({ name }) => name)).toEqual(['Anna', 'Ben', 'Later'])
  })

  test('a Redis that has lost its data is noticed and said, and rooms are there again', async () => {
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    await say(anna, 'general', 'Gone soon')
    await redis.command('FLUSHALL')
    await until(() => instances.every(({ output }) => output.stderr.includes('lost its data')))
    await until(async () => (await trySay(anna, randomUUID())).ok)
    const later = await connect(second().origin)
    await later.join('general', 'Later')
    const users = await later.next('room:users', (all) => all.length === 3)
    expect(users.map(({ name }) => name)).toEqual(['Anna', 'Ben', 'Later'])
    const refused = await connect(first().origin)
    expect(
      await refused.call('room:join', { roomId: 'general', user: { name: 'Ben' } } as never),
    ).toMatchObject({ error: { code: 'name-taken' } })
  })

  test('what was said while one instance could not listen is shown as a gap', async () => {
    const [anna, ben] = [await connect(first().origin), await connect(second().origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    const sent = await say(anna, 'general', 'Did you hear that?')
    // As a message when ben's instance was listening again by then, otherwise as the newest change.
    await until(() =>
      ben.received.some(({ payload }) => (payload as { id?: string }).id === sent.id),
    )
  })
})
