import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

let server: StartedServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.stop()
  removeTemporaryFolders()
})
afterEach(closeClients)

/** For what happens by itself, on a machine that may be busy with other tests. */
const PATIENCE = { timeout: 20_000 }

const plain = () => connect(server.origin)
const withToken = (token: string) => connect(server.origin, { token })
const tryName = (client: TestClient, name: unknown) =>
  client.call('room:join', { roomId: 'general', user: { name } } as never)

describe('G15: names', () => {
  test.each([
    ['A', 'invalid'],
    ['  A  ', 'invalid'],
    ['A'.repeat(21), 'invalid'],
    ['A<b>', 'invalid'],
    ['Ann\u200ba', 'invalid'],
    ['Ann\u202ea', 'invalid'],
    ['--', 'invalid'],
    ['System', 'invalid'],
    ['Sуstem', 'invalid'],
    [42, 'invalid'],
    [null, 'invalid'],
    [{ toString: 'Anna' }, 'invalid'],
  ])('%j is refused in the ack and as an event', async (name, code) => {
    const client = await plain()
    const reply = await tryName(client, name)
    expect(reply).toMatchObject({ ok: false, error: { code } })
    client.emit('room:join', { roomId: 'general', user: { name } })
    expect(await client.next('error')).toMatchObject({ code, event: 'room:join' })
  })

  test.each(['  Zoë  ', '田中', 'Анна Б', 'a_b-c 1', 'A'.repeat(20)])(
    '%j is fine',
    async (name) => {
      const client = await plain()
      expect((await client.join('general', name)).you.name).toBe(name.trim())
      client.close()
    },
  )

  test('a name in use is taken, whatever its case or look', async () => {
    const anna = await plain()
    await anna.join('general', 'Paula Ivan')
    for (const name of [
      'Paula Ivan',
      'paula ivan',
      'PAULA IVAN',
      'Раula Ivan',
      'Paula lvan',
      'Paula_Ivan',
    ]) {
      expect(await tryName(await plain(), name)).toMatchObject({ error: { code: 'name-taken' } })
    }
  })

  test('a name is free again when its owner has gone', async () => {
    const first = await plain()
    const { you } = await first.join('general', 'Olga')
    first.close()
    const second = await plain()
    const reply = await vi.waitFor(() => second.join('general', 'Olga'), PATIENCE)
    expect(reply.you.id).not.toBe(you.id)
  })

  test('the first name of a session stays', async () => {
    const client = await plain()
    await client.join('general', 'Kara')
    expect((await client.join('music', 'Lara')).you.name).toBe('Kara')
  })
})

describe('coming back with the token', () => {
  test('is the same person, also on two devices, and counts once', async () => {
    const [watcher, phone] = [await plain(), await plain()]
    await watcher.join('general', 'Watcher')
    const { token, you } = await phone.join('general', 'Dora')
    const laptop = await withToken(token)
    const again = await laptop.join('general', 'Dora')
    expect(again.you).toEqual(you)
    expect(again.room.users).toBe(2)
    phone.close()
    await laptop.settle()
    await laptop.call('room:leave')
    await watcher.next('chat:message', ({ text }) => text === 'Dora left the room')
    await watcher.settle()
    expect(textsOf(watcher).filter((text) => text.startsWith('Dora'))).toEqual([
      'Dora joined the room',
      'Dora left the room',
    ])
  })

  test('with another name renames, also on the other device and in its messages', async () => {
    const [watcher, phone] = [await plain(), await plain()]
    await watcher.join('general', 'Watcher')
    const { token, you } = await phone.join('general', 'Emma')
    const laptop = await withToken(token)
    expect((await laptop.join('general', 'Emmy')).you).toMatchObject({ id: you.id, name: 'Emmy' })
    await watcher.next('room:users', (users) => users.some(({ name }) => name === 'Emmy'))
    phone.emit('chat:message', { roomId: 'general', text: 'Still me' })
    const said = await watcher.next('chat:message', ({ type }) => type === 'text')
    expect(said.user).toBe('Emmy')
    await (await plain()).join('general', 'Emma')
    laptop.close()
    phone.close()
    const back = await withToken(token)
    expect((await back.join('general', 'Emmy')).you.id).toBe(you.id)
  })

  test('does not give back a name that somebody else took meanwhile', async () => {
    const first = await plain()
    const { token, you } = await first.join('general', 'Frida')
    first.close()
    const second = await plain()
    await vi.waitFor(() => second.join('general', 'Frida'), PATIENCE)
    const back = await withToken(token)
    expect(await tryName(back, 'Frida')).toMatchObject({ error: { code: 'name-taken' } })
    expect((await back.join('general', 'Frieda')).you.id).toBe(you.id)
  })

  test.each(['', 'x'.repeat(43), 'garbage', '__proto__'])(
    '%j is nobody, not a fault',
    async (token) => {
      const client = await withToken(token)
      expect((await client.join('general', 'Gina')).token).not.toBe(token)
    },
  )

  test.each([null, 7, {}, ['a'], { __proto__: 1 }])('auth token %j is nobody', async (token) => {
    const client = await connect(server.origin, { token: token as never })
    expect((await client.join('general', 'Hanna')).ok).toBe(true)
  })
})

const textsOf = (client: TestClient): string[] =>
  client.received.flatMap(({ payload }) => (payload as { text?: string } | null)?.text ?? [])
