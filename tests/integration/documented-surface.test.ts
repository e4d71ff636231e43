import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

/** The surface that any Socket.IO client may rely on: docs/protocol.md. */
let server: StartedServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.stop()
  removeTemporaryFolders()
})
afterEach(closeClients)

const plain = () => connect(server.origin)

describe('joining', () => {
  test('sends users, rooms, history and the notice, in this order', async () => {
    const anna = await connect(server.origin, { transports: ['polling', 'websocket'] })
    await anna.next('rooms:list')
    anna.takeNames()
    await anna.join('music', 'Anna')
    expect(anna.takeNames()).toEqual(['room:users', 'rooms:list', 'chat:history', 'chat:message'])
    expect(await anna.next('room:users')).toMatchObject([{ name: 'Anna' }])
    const list = await anna.next('rooms:list')
    expect(list.map(({ id, name, icon, users }) => ({ id, name, icon, users }))).toEqual([
      { id: 'general', name: 'General', icon: '💬', users: 0 },
      { id: 'music', name: 'Music', icon: '🎵', users: 1 },
      { id: 'gaming', name: 'Gaming', icon: '🎮', users: 0 },
    ])
    expect(await anna.next('chat:history')).toEqual([])
    expect(await anna.next('chat:message')).toMatchObject({
      type: 'system',
      text: 'Anna joined the room',
      roomId: 'music',
    })
  })

  test('tells those who are there, and a lobby hears only the counts', async () => {
    const [anna, ben, lobby] = [await plain(), await plain(), await plain()]
    await anna.join('general', 'Anna')
    await anna.next('room:users')
    await ben.join('general', 'Ben')
    expect((await anna.next('room:users')).map(({ name }) => name)).toEqual(['Anna', 'Ben'])
    await anna.next('chat:message', (message) => message.text === 'Ben joined the room')
    await lobby.next('rooms:list', (rooms) => rooms[0]?.users === 2)
    expect(lobby.received.every(({ name }) => name === 'rooms:list')).toBe(true)
  })

  test('works without a callback', async () => {
    const anna = await plain()
    anna.emit('room:join', { roomId: 'general', user: { name: 'Anna' } })
    expect(await anna.next('chat:history')).toBeInstanceOf(Array)
  })

  test('again the same room says nothing to anybody and sends users and history', async () => {
    const [anna, ben] = [await plain(), await plain()]
    await anna.join('gaming', 'Anna')
    await ben.join('gaming', 'Ben')
    await ben.next('chat:message')
    await anna.next('room:users', (users) => users.length === 2)
    await ben.settle()
    ben.takeNames()
    anna.takeNames()
    await anna.join('gaming', 'Anna')
    expect(anna.takeNames()).toEqual(['room:users', 'rooms:list', 'chat:history'])
    await ben.settle()
    expect(ben.takeNames().filter((name) => name === 'chat:message')).toEqual([])
  })

  test('another room leaves the first one, exactly once', async () => {
    const [anna, ben] = [await plain(), await plain()]
    await ben.join('general', 'Ben')
    await anna.join('general', 'Anna')
    await anna.join('music', 'Anna')
    await ben.next('chat:message', (message) => message.text === 'Anna left the room')
    await anna.call('room:leave')
    await ben.settle()
    expect(noticesOf(ben, 'Anna left the room')).toHaveLength(1)
    expect((await ben.next('room:users', (users) => users.length === 1))[0]?.name).toBe('Ben')
  })

  test('a room that does not exist is not found', async () => {
    const anna = await plain()
    const reply = await anna.call('room:join', { roomId: 'attic', user: { name: 'Anna' } } as never)
    expect(reply).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})

describe('leaving', () => {
  test('without a payload, with or without a callback, with a stray payload', async () => {
    const [anna, ben] = [await plain(), await plain()]
    await ben.join('general', 'Ben')
    for (const leave of [
      async () => anna.emit('room:leave'),
      async () => anna.emit('room:leave', { odd: true }),
      () => anna.call('room:leave'),
      () => anna.call('room:leave', { odd: true } as never),
    ]) {
      await anna.join('general', 'Anna')
      await leave()
      await ben.next('chat:message', (message) => message.text === 'Anna left the room')
    }
    expect(await anna.call('room:leave')).toEqual({ ok: true })
  })

  test('a lost connection is announced exactly once', async () => {
    const [anna, ben] = [await plain(), await plain()]
    await ben.join('general', 'Ben')
    await anna.join('general', 'Anna')
    anna.socket.io.engine.close()
    await ben.next('chat:message', (message) => message.text === 'Anna left the room')
    await ben.next('room:users', (users) => users.length === 1)
    await ben.settle()
    expect(noticesOf(ben, 'Anna left the room')).toHaveLength(1)
  })

  test('a disconnect right after a join leaves nobody behind', async () => {
    const ben = await plain()
    await ben.join('general', 'Ben')
    const anna = await plain()
    anna.emit('room:join', { roomId: 'general', user: { name: 'Anna' } })
    anna.close()
    const other = await plain()
    await vi.waitFor(() => other.join('general', 'Anna'))
    expect((await ben.next('room:users', (users) => users.length === 2))[0]?.name).toBe('Anna')
  })
})

describe('speaking', () => {
  test('reaches everybody in the room, the sender too, and nobody else', async () => {
    const [anna, ben, carl] = [await plain(), await plain(), await plain()]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    await carl.join('music', 'Carl')
    const reply = await anna.call('chat:message', { roomId: 'general', text: ' Hello ' } as never)
    expect(reply).toMatchObject({ ok: true, duplicate: false, message: { text: 'Hello', seq: 1 } })
    for (const client of [anna, ben]) {
      expect(await client.next('chat:message', ({ type }) => type === 'text')).toMatchObject({
        roomId: 'general',
        type: 'text',
        text: 'Hello',
        user: 'Anna',
      })
    }
    await carl.settle()
    expect(carl.received.map(({ payload }) => JSON.stringify(payload)).join()).not.toMatch(/Hello/)
  })

  test('a name in the payload speaks for nobody', async () => {
    const [anna, ben] = [await plain(), await plain()]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    for (const user of ['Anna', { name: 'Anna' }, null, ['Anna'], { toString: 'Anna' }]) {
      ben.emit('chat:message', { roomId: 'general', text: 'It is me', user })
      const message = await anna.next('chat:message', ({ type }) => type === 'text')
      expect(message.user).toBe('Ben')
    }
  })

  test('without having joined is unauthorized, in another room forbidden', async () => {
    const anna = await plain()
    const say = (roomId: string) => anna.call('chat:message', { roomId, text: 'Hi' } as never)
    expect(await say('general')).toMatchObject({ error: { code: 'unauthorized' } })
    await anna.join('general', 'Anna')
    expect(await say('music')).toMatchObject({ error: { code: 'forbidden' } })
    expect(await say('attic')).toMatchObject({ error: { code: 'not-found' } })
  })

  test('right after an unanswered join is in the room already', async () => {
    const anna = await plain()
    anna.emit('room:join', { roomId: 'general', user: { name: 'Anna' } })
    anna.emit('chat:message', { roomId: 'general', text: 'At once', user: 'Anna' })
    expect(await anna.next('chat:message', ({ type }) => type === 'text')).toMatchObject({
      text: 'At once',
    })
  })

  test('too much text is too large, none is invalid; the error event says the same', async () => {
    const anna = await plain()
    await anna.join('general', 'Anna')
    const long = { roomId: 'general', text: 'x'.repeat(8_001) }
    const tooLarge = { code: 'too-large', message: 'A message has at most 8000 characters' }
    expect(await anna.call('chat:message', long as never)).toEqual({ ok: false, error: tooLarge })
    anna.emit('chat:message', long)
    expect(await anna.next('error')).toEqual({ ...tooLarge, event: 'chat:message' })
    anna.emit('chat:message', { roomId: 'general', text: ' \n ' })
    expect(await anna.next('error')).toMatchObject({
      code: 'invalid',
      message: 'A message needs some text',
    })
  })

  test('an unknown event is answered too', async () => {
    const anna = await plain()
    expect(await anna.call('chat:shout' as never)).toMatchObject({ error: { code: 'invalid' } })
    anna.emit('chat:shout')
    expect(await anna.next('error')).toMatchObject({ code: 'invalid', event: 'chat:shout' })
  })
})

const noticesOf = (client: Awaited<ReturnType<typeof plain>>, text: string) =>
  client.received.filter(({ payload }) => (payload as { text?: string } | null)?.text === text)
