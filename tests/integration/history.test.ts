import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

const WRITTEN = 90

let server: StartedServer
beforeAll(async () => {
  server = await startServer()
  const writer = await connect(server.origin)
  await writer.join('general', 'Writer')
  const said = Array.from({ length: WRITTEN }, (_, index) =>
    writer.call('chat:message', { roomId: 'general', text: `Line ${index + 1}` } as never),
  )
  await Promise.all(said)
  writer.close()
})
afterAll(async () => {
  await server.stop()
  removeTemporaryFolders()
})
afterEach(closeClients)

async function reader() {
  const client = await connect(server.origin)
  await client.join('general', 'Reader')
  const read = async (input: object) => {
    const reply = await client.call('chat:history', { roomId: 'general', ...input } as never)
    if (!reply.ok) throw new Error(reply.error.message)
    return { seqs: reply.messages.map(({ seq }) => seq), more: reply.more }
  }
  return { client, read }
}

const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

test('joining brings the newest 50, oldest first', async () => {
  const { client } = await reader()
  const history = await client.next('chat:history')
  expect(history.map(({ seq }) => seq)).toEqual(from(41, 90))
  expect(history.map(({ text }) => text)).toEqual(from(41, 90).map((seq) => `Line ${seq}`))
})

test('pages backwards and forwards meet without gap or overlap', async () => {
  const { read } = await reader()
  expect(await read({ before: 41, limit: 30 })).toEqual({ seqs: from(11, 40), more: true })
  expect(await read({ before: 11, limit: 30 })).toEqual({ seqs: from(1, 10), more: false })
  expect(await read({ after: 0, limit: 100 })).toEqual({ seqs: from(1, 90), more: false })
  expect(await read({ after: 85 })).toEqual({ seqs: from(86, 90), more: false })
  expect(await read({ after: 80, limit: 5 })).toEqual({ seqs: from(81, 85), more: true })
  expect(await read({ after: 90 })).toEqual({ seqs: [], more: false })
  expect(await read({})).toEqual({ seqs: from(41, 90), more: true })
})

test.each([
  { before: 0 },
  { after: -1 },
  { limit: 0 },
  { limit: 101 },
  { before: 3, after: 1 },
  { before: '3' },
])('%j is invalid', async (input) => {
  const { client } = await reader()
  const reply = await client.call('chat:history', { roomId: 'general', ...input } as never)
  expect(reply).toMatchObject({ ok: false, error: { code: 'invalid' } })
})

test('only those in the room read it', async () => {
  const { client } = await reader()
  await client.join('music', 'Reader')
  const reply = await client.call('chat:history', { roomId: 'general' } as never)
  expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } })
})

test('a message sent twice with one clientId is stored and told once', async () => {
  const { client } = await reader()
  await client.join('gaming', 'Reader')
  const message = { roomId: 'gaming', text: 'Once', clientId: randomUUID() } as never
  const [first, second] = await Promise.all([
    client.call('chat:message', message),
    client.call('chat:message', message),
  ])
  if (!first.ok || !second.ok) throw new Error('refused')
  expect(first.duplicate).toBe(false)
  expect(second).toEqual({ ...first, duplicate: true })
  await client.settle()
  const told = client.received.filter(
    ({ payload }) => (payload as { text?: string }).text === 'Once',
  )
  expect(told).toHaveLength(1)
})

test('the same clientId of somebody else is another message', async () => {
  const [anna, ben] = [await connect(server.origin), await connect(server.origin)]
  await anna.join('music', 'Anna')
  await ben.join('music', 'Ben')
  const message = { roomId: 'music', text: 'Mine', clientId: randomUUID() } as never
  expect(await anna.call('chat:message', message)).toMatchObject({ duplicate: false })
  expect(await ben.call('chat:message', message)).toMatchObject({ duplicate: false })
})
