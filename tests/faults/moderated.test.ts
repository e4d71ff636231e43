import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { say, until } from '../support/redis-conversation.ts'
import { hasRedis } from '../support/redis-server.ts'
import {
  faultsOf,
  onRedis,
  onSqlite,
  SET_UP_WITHIN_MS,
  type RunningSetup,
} from '../support/setups.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'

/** Whoever is thrown out is out: on every instance, also for what was asked for before. */
describe.each([onSqlite, ...(hasRedis ? [onRedis(2)] : [])])('thrown out, on $name', (setup) => {
  let running: RunningSetup
  let owner: TestClient
  let ownersToken: string
  let count = 0
  beforeAll(async () => {
    running = await setup.start()
    // Whoever is first owns the server.
    owner = await connect(running.instances[0]?.origin ?? '')
    ;({ token: ownersToken } = await owner.join('music', 'Olga'))
  }, SET_UP_WITHIN_MS)
  afterEach(closeClients)
  afterAll(async () => {
    expect(faultsOf(running.instances)).toEqual([])
    await running.stop()
    removeTemporaryFolders()
  })

  const moderator = async (): Promise<TestClient> => {
    owner = await connect(running.instances[0]?.origin ?? '', { token: ownersToken })
    await owner.join('general', 'Olga')
    return owner
  }

  /** Somebody on another instance than the owner, where there is one. */
  async function somebody() {
    count += 1
    const name = `Eve ${count}`
    const client = await connect(running.instances.at(-1)?.origin ?? '')
    const { you, token } = await client.join('general', name)
    await client.call('conversations:follow')
    return { client, id: you.id, token, name }
  }

  const isOut = (client: TestClient): Promise<void> => until(() => !client.socket.connected)

  test('G17: after a kick nothing more arrives', async () => {
    const [olga, eve] = [await moderator(), await somebody()]
    const paging = Promise.allSettled(
      Array.from({ length: 20 }, () =>
        eve.client.call('chat:history', { roomId: 'general' } as never),
      ),
    )
    await ask(olga, 'person:kick', { userId: eve.id, reason: 'Enough' })
    await isOut(eve.client)
    expect(eve.client.received.map(({ name }) => name)).toContain('session:ended')
    const heard = eve.client.received.length
    await say(olga, 'general', 'Without you')
    await olga.settle()
    expect(eve.client.received.length).toBe(heard)
    expect(JSON.stringify(eve.client.received)).not.toContain('Without you')
    eve.client.close()
    await paging
  })

  test('D09: banned while away, an old session is not even connected', async () => {
    const [olga, eve] = [await moderator(), await somebody()]
    eve.client.close()
    await ask(olga, 'person:ban', { userId: eve.id, seconds: null, reason: 'Enough' })
    for (const { origin } of running.instances) {
      await expect(connect(origin, { token: eve.token })).rejects.toMatchObject({
        data: { code: 'banned' },
      })
    }
  })

  test('D09: taken out of a private room while away, nothing of it arrives', async () => {
    const [olga, eve, ben] = [await moderator(), await somebody(), await somebody()]
    const { room } = await ask(olga, 'room:create', {
      name: `Inner ${count}`,
      icon: '🔒',
      access: 'private',
    })
    for (const { id } of [eve, ben]) {
      await ask(olga, 'room:invite', { roomId: room.id, userId: id })
    }
    await eve.client.join(room.id, eve.name)
    await say(olga, room.id, 'For Eve too').catch(async () => {
      await olga.join(room.id, 'Olga')
      await say(olga, room.id, 'For Eve too')
    })
    await eve.client.next('chat:message', ({ text }) => text === 'For Eve too')
    eve.client.close()
    await ask(olga, 'room:remove', { roomId: room.id, userId: eve.id })
    await olga.join(room.id, 'Olga')
    await say(olga, room.id, 'Without Eve')
    // Where Ben hears it, it is known as well that Eve was taken out.
    await ben.client.next('chat:message', ({ text }) => text === 'Without Eve')

    const again = await connect(running.instances.at(-1)?.origin ?? '', { token: eve.token })
    await again.join('general', eve.name)
    await again.call('conversations:follow')
    for (const name of ['chat:changes', 'chat:history'] as const) {
      const reply = await again.call(name, { roomId: room.id, after: 0 } as never)
      expect(reply).toMatchObject({ ok: false, error: { code: 'not-found' } })
    }
    await say(olga, room.id, 'Still without Eve')
    await again.settle()
    expect(JSON.stringify(again.received)).not.toContain('ithout Eve')
  })

  test('G14: ten wrong passwords, then none is looked at for a while', async () => {
    const eve = await somebody()
    const password = 'correct horse battery'
    await ask(eve.client, 'profile:protect', { password })
    eve.client.close()
    const guesser = await connect(running.instances[0]?.origin ?? '')
    const guess = async (given: string): Promise<string> => {
      const user = { name: eve.name, password: given }
      const reply = await guesser.call('room:join', { roomId: 'general', user } as never)
      return reply.ok ? 'ok' : reply.error.code
    }
    const answers: string[] = []
    for (let tries = 0; tries < 12; tries += 1) answers.push(await guess(`guess ${tries}`))
    expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'name-protected'))
    expect(answers.slice(10)).toEqual(['rate-limited', 'rate-limited'])
    expect(await guess(password)).toBe('rate-limited')
  })
})
