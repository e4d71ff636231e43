import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { createBusyRoom } from '../support/busy-room.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask, refusalOf, say } from '../support/conversation.ts'
import { createMirror } from '../support/mirror.ts'
import { createRandom } from '../support/random.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

let server: StartedServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  expect(server.output.stderr).toBe('')
  await server.stop()
  removeTemporaryFolders()
})
afterEach(closeClients)

async function here(name: string, roomId: string): Promise<TestClient> {
  const client = await connect(server.origin)
  await client.join(roomId, name)
  return client
}

async function wholeRoom(client: TestClient, roomId: string): Promise<StoredMessageWire[]> {
  const all: StoredMessageWire[] = []
  for (let more = true; more;) {
    const after = all.at(-1)?.seq ?? 0
    const reply = await ask(client, 'chat:history', { roomId, after, limit: 100 })
    all.push(...reply.messages)
    ;({ more } = reply)
  }
  return all
}

test('after a gap one learns what was said, edited, deleted and felt meanwhile', async () => {
  const anna = await here('Anna', 'general')
  const ben = await connect(server.origin)
  const texts = ['kept', 'to edit', 'to delete', 'to like']
  const [, edited, deleted, liked] = await Promise.all(
    texts.map((text) => say(anna, 'general', text)),
  )
  const { token, lastSeq } = await ben.join('general', 'Ben')
  expect(lastSeq).toBe(4)
  ben.socket.io.engine.close()

  await ask(anna, 'chat:edit', { messageId: edited?.id, text: 'edited' })
  await ask(anna, 'chat:edit', { messageId: edited?.id, text: 'edited twice' })
  await ask(anna, 'chat:delete', { messageId: deleted?.id })
  await ask(anna, 'chat:reaction', { messageId: liked?.id, emoji: '👍' })
  await say(anna, 'general', 'new', { replyTo: edited?.id })

  const again = await connect(server.origin, { token })
  expect((await again.join('general', 'Ben')).lastSeq).toBe(9)
  const changes = await ask(again, 'chat:changes', { roomId: 'general', after: lastSeq })
  expect(changes).toMatchObject({ upTo: 9, more: false })
  expect(changes.messages).toMatchObject([
    { seq: 2, changeSeq: 6, text: 'edited twice', editedAt: expect.any(Number) },
    { seq: 3, changeSeq: 7, text: '', deletedAt: expect.any(Number) },
    { seq: 4, changeSeq: 8, text: 'to like', reactions: [{ emoji: '👍', users: ['Anna'] }] },
    { seq: 9, changeSeq: 9, text: 'new', replyTo: { seq: 2, text: 'edited twice' } },
  ])
  const none = await ask(again, 'chat:changes', { roomId: 'general', after: 9 })
  expect(none).toEqual({ ok: true, messages: [], upTo: 9, more: false, trimmedUpTo: 0 })
})

test('many at once: who listens misses no number, who was away catches up', async () => {
  const random = createRandom('a busy room')
  const room = createBusyRoom('music', random)
  const people = await Promise.all(
    Array.from({ length: 8 }, (_, index) => here(`Guest ${index}`, 'music')),
  )
  const [listener, sleeper] = [await here('Listener', 'music'), await connect(server.origin)]
  const work = Array.from({ length: 600 }, (_, index) => index)
  const rounds = [work.slice(0, 200), work.slice(200, 400), work.slice(400)]
  const sleepersView = createMirror()
  for (const round of rounds) {
    // Within the burst of each session.
    await Promise.all(round.map((index) => room.act(people[index % people.length] ?? listener)))
    await sleeper.join('music', 'Sleeper')
    await sleepersView.catchUp(sleeper, 'music', 7)
    await sleeper.call('room:leave')
  }
  await listener.settle()

  const heard = listener.received.flatMap(({ name, payload }) => {
    const { changeSeq } = payload as { changeSeq?: number }
    return /^chat:(message|changed|reaction:update)$/.test(name) && changeSeq ? [changeSeq] : []
  })
  const truth = await wholeRoom(listener, 'music')
  const newest = Math.max(...truth.map(({ changeSeq }) => changeSeq))
  expect(heard).toEqual(Array.from({ length: newest }, (_, index) => index + 1))
  const listenersView = createMirror()
  await listenersView.catchUp(listener, 'music', 100)
  expect(listenersView.messages()).toEqual(truth)
  expect(sleepersView.messages()).toEqual(truth)
  expect(sleepersView.knownUpTo()).toBe(newest)
})

test.each([
  { after: -1 },
  { after: 1.5 },
  { after: '0' },
  {},
  { after: 0, limit: 0 },
  { after: 0, limit: 101 },
])('%j is invalid', async (input) => {
  const anna = await here('Anna', 'general')
  expect(await refusalOf(anna, 'chat:changes', { roomId: 'general', ...input })).toBe('invalid')
})

test('only those in the room learn what happened in it', async () => {
  const anna = await here('Anna', 'gaming')
  const ask = (roomId: string) => refusalOf(anna, 'chat:changes', { roomId, after: 0 })
  expect([await ask('gaming'), await ask('music'), await ask('attic')]).toEqual([
    'ok',
    'forbidden',
    'not-found',
  ])
})
