import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { openRawWebSocket } from '../support/raw-websocket.ts'
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

const SENDERS = 6
const MESSAGES_EACH = 100
const ROUND = 10
const PATIENCE = { timeout: 20_000 }

/** Three bytes for each of 8,000 characters: 600 of them are 14 MB, far beyond what may wait. */
const LONG_TEXT = '語'.repeat(8_000)

async function joinAndStopReading(name: string) {
  let hasJoined = (): void => {}
  const joined = new Promise<void>((resolve) => (hasJoined = resolve))
  const socket = await openRawWebSocket(server.port, (text) => {
    if (text.startsWith('40')) {
      socket.send(`42["room:join",{"roomId":"general","user":{"name":"${name}"}}]`)
    }
    if (text.includes('chat:history')) hasJoined()
  })
  socket.send('40')
  await joined
  socket.stopReading()
  return socket
}

test('C06: a reader that stops is cut with a reason, and nobody else notices', async () => {
  const readers = await Promise.all([1, 2, 3].map((index) => joinAndStopReading(`Slow ${index}`)))
  const senders = await Promise.all(
    Array.from({ length: SENDERS }, async (_, index) => {
      const client = await connect(server.origin)
      await client.join('general', `Sender ${index}`)
      return client
    }),
  )
  const watcher = await connect(server.origin)
  await watcher.join('general', 'Watcher')
  const heard = () =>
    watcher.received.filter(({ payload }) => (payload as { type?: string }).type === 'text').length
  // In rounds, each of which a reader that reads can take: only the others fall behind.
  const replies = []
  for (let round = 0; round < MESSAGES_EACH; round += ROUND) {
    const said = senders.flatMap((sender) =>
      Array.from({ length: ROUND }, () =>
        sender.call('chat:message', { roomId: 'general', text: LONG_TEXT } as never),
      ),
    )
    replies.push(...(await Promise.all(said)))
    // The answers to the senders may be here before the last messages are at the watcher.
    await vi.waitFor(() => expect(heard()).toBe(SENDERS * (round + ROUND)), PATIENCE)
  }
  expect(replies.every(({ ok }) => ok)).toBe(true)
  for (const index of [1, 2, 3]) {
    await watcher.next('chat:message', ({ text }) => text === `Slow ${index} left the room`)
  }
  expect(heard()).toBe(SENDERS * MESSAGES_EACH)
  await vi.waitFor(
    () => expect(server.output.stderr.match(/"reason":"slow"/g)).toHaveLength(3),
    PATIENCE,
  )
  for (const reader of readers) {
    reader.resumeReading()
    await reader.closed
  }
})
