import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { MESSAGE_BURST } from '#shared/protocol/limits.ts'
import { closeClients, connect } from '../support/client.ts'
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

/** So many more than the burst that a server which takes seconds to read them refuses some. */
const FAR_TOO_MANY = 4 * MESSAGE_BURST

test('a burst of 100 messages passes, more is told when to come back, nobody is cut', async () => {
  const anna = await connect(server.origin)
  await anna.join('music', 'Anna')
  const say = (index: number) =>
    anna.call('chat:message', { roomId: 'music', text: `Line ${index}` } as never)
  const replies = await Promise.all(Array.from({ length: FAR_TOO_MANY }, (_, index) => say(index)))
  const accepted = replies.filter(({ ok }) => ok)
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]))
  expect(accepted.length).toBeGreaterThanOrEqual(MESSAGE_BURST)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.every(({ code }) => code === 'rate-limited')).toBe(true)
  const wait = Math.max(...refused.map(({ retryAfter }) => retryAfter ?? 0))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(100)
  await new Promise((resolve) => setTimeout(resolve, wait))
  expect(await say(1_000)).toMatchObject({ ok: true })
  expect(anna.socket.connected).toBe(true)
})

test('without a callback the error event says when to come back', async () => {
  const anna = await connect(server.origin)
  await anna.join('music', 'Anna')
  for (let index = 0; index < FAR_TOO_MANY; index += 1)
    anna.emit('chat:message', { roomId: 'music', text: 'x' })
  const error = await anna.next('error')
  expect(error).toMatchObject({ code: 'rate-limited', event: 'chat:message' })
  expect(error.retryAfter).toBeGreaterThan(0)
})

test('who goes on regardless is cut in the end, and others do not notice', async () => {
  const [flood, anna] = [await connect(server.origin), await connect(server.origin)]
  await anna.join('gaming', 'Anna')
  const cut = new Promise((resolve) => flood.socket.once('disconnect', resolve))
  for (let index = 0; index < 1_500; index += 1) flood.emit('room:leave')
  expect(await cut).toBe('io server disconnect')
  expect(
    await anna.call('chat:message', { roomId: 'gaming', text: 'Calm' } as never),
  ).toMatchObject({
    ok: true,
  })
})
