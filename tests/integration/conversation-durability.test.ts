import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { createBusyRoom } from '../support/busy-room.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { createMirror } from '../support/mirror.ts'
import { createRandom, type Random } from '../support/random.ts'
import {
  removeTemporaryFolders,
  startServer,
  temporaryFolder,
  type StartedServer,
} from '../support/start-server.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const ROUNDS = 4
const PEOPLE = 4
const ACTS_EACH = 80

/** What the answers said of a message: its newest known state, as far as an answer told it. */
type Acked = Map<string, { readonly changeSeq: number; readonly message: StoredMessageWire }>

/** Everybody changes everything at once; the server dies at the given ack. */
async function actUntilKilled(server: StartedServer, random: Random, acked: Acked): Promise<void> {
  const killAfter = 20 + random.below(PEOPLE * ACTS_EACH - 100)
  const room = createBusyRoom('general', random)
  let answers = 0
  let killed: Promise<void> | null = null

  function note(reply: { ok?: boolean; message?: StoredMessageWire }): void {
    if (killed || !reply.ok) return
    const { message } = reply
    if (message && (acked.get(message.id)?.changeSeq ?? 0) < message.changeSeq) {
      acked.set(message.id, { changeSeq: message.changeSeq, message })
    }
    answers += 1
    if (answers === killAfter) killed = server.kill()
  }

  const people = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, index) => {
      const client = await connect(server.origin)
      await client.join('general', `Guest ${index}`)
      return client
    }),
  )
  const act = async (client: TestClient): Promise<void> => {
    for (let index = 0; index < ACTS_EACH && !killed; index += 1) {
      const cut = new Promise<object>((resolve) =>
        client.socket.once('disconnect', () => resolve({})),
      )
      note(await Promise.race([room.act(client).catch(() => ({})) as Promise<object>, cut]))
    }
  }
  await Promise.all(people.flatMap((client) => [act(client), act(client), act(client)]))
  await (killed ?? server.kill())
}

test('every answered change survives kill -9, whatever its kind', { timeout: 90_000 }, async () => {
  const random = createRandom('kill -9 amid changes')
  const dataDir = join(temporaryFolder(), 'data')
  const acked: Acked = new Map()
  for (let round = 0; round < ROUNDS; round += 1) {
    await actUntilKilled(await startServer({ dataDir }), random, acked)
    closeClients()
  }
  const server = await startServer({ dataDir })
  expect(server.output.stderr).toBe('')
  const reader = await connect(server.origin)
  const { lastSeq } = await reader.join('general', 'Reader')
  const mirror = createMirror()
  await mirror.catchUp(reader, 'general', 100)
  const stored = new Map(mirror.messages().map((message) => [message.id as string, message]))
  for (const [id, { changeSeq, message }] of acked) {
    const found = stored.get(id)
    expect(found?.changeSeq).toBeGreaterThanOrEqual(changeSeq)
    if (found?.changeSeq === changeSeq)
      expect({ ...found, replyTo: message.replyTo }).toEqual(message)
  }
  const numbers = [...stored.values()].map(({ changeSeq }) => changeSeq)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(Math.max(...numbers)).toBe(lastSeq)
  console.log(`${acked.size} messages acked, ${stored.size} stored, ${lastSeq} changes`)
  await server.stop()
})
