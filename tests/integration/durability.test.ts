import { randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { createRandom } from '../support/random.ts'
import {
  removeTemporaryFolders,
  startServer,
  temporaryFolder,
  type StartedServer,
} from '../support/start-server.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const ROUNDS = 4
const WRITERS = 4
const MESSAGES_EACH = 90

interface Acked {
  readonly seq: number
  readonly clientId: string
}

/** Everybody writes at once; the server dies at the given ack, with others on their way. */
async function writeUntilKilled(server: StartedServer, killAfter: number): Promise<Acked[]> {
  const acked: Acked[] = []
  let kill = (): void => {}
  const killed = new Promise<void>((resolve) => (kill = resolve)).then(() => server.kill())
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => {
      const client = await connect(server.origin)
      await client.join('general', `Writer ${index}`)
      return client
    }),
  )
  for (const writer of writers) {
    for (let index = 0; index < MESSAGES_EACH; index += 1) {
      const clientId = randomUUID()
      const message = { roomId: 'general', text: `Line ${index}`, clientId }
      writer.emit('chat:message', message, (reply: { ok: boolean; message: { seq: number } }) => {
        if (!reply.ok) return
        acked.push({ seq: reply.message.seq, clientId })
        if (acked.length === killAfter) kill()
      })
    }
  }
  await killed
  return acked
}

async function readAll(client: TestClient) {
  const all = []
  for (let after = 0; ;) {
    const reply = await client.call('chat:history', {
      roomId: 'general',
      after,
      limit: 100,
    } as never)
    if (!reply.ok) throw new Error(reply.error.message)
    all.push(...reply.messages)
    after = all.at(-1)?.seq ?? 0
    if (!reply.more) return all
  }
}

test(
  'what was acked survives kill -9, and the numbers have no gap',
  { timeout: 120_000 },
  async () => {
    const random = createRandom('kill -9')
    const dataDir = join(temporaryFolder(), 'data')
    const acked: Acked[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServer({ dataDir })
      acked.push(
        ...(await writeUntilKilled(server, 1 + random.below(WRITERS * MESSAGES_EACH - 50))),
      )
      closeClients()
    }
    const server = await startServer({ dataDir })
    expect(server.output.stderr).toBe('')
    const reader = await connect(server.origin)
    await reader.join('general', 'Reader')
    const stored = await readAll(reader)
    const seqByClientId = new Map(stored.map(({ clientId, seq }) => [clientId as string, seq]))
    expect(acked.filter(({ clientId, seq }) => seqByClientId.get(clientId) !== seq)).toEqual([])
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    console.log(`${acked.length} acked, ${stored.length} stored`)
    await server.stop()
  },
)

/** A file system of its own that is easy to fill; needs the right to mount. */
function mountSmallDisk(): { path: string; unmount: () => void } | null {
  const path = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' })
    return { path, unmount: () => execFileSync('umount', ['-l', path]) }
  } catch {
    return null
  }
}

test('A05: a full disk is answered with unavailable, and the server recovers by itself', async (context) => {
  const disk = mountSmallDisk()
  if (!disk) return context.skip('mounting a small file system is not permitted here')
  try {
    const server = await startServer({ dataDir: join(disk.path, 'data') })
    const anna = await connect(server.origin)
    const late = await connect(server.origin)
    await anna.join('general', 'Anna')
    const say = (text: string) => anna.call('chat:message', { roomId: 'general', text } as never)
    expect(await say('Before')).toMatchObject({ ok: true, message: { seq: 1 } })

    const filler = join(disk.path, 'filler')
    fill(filler)
    const refused = await sayUntilRefused(say)
    expect(refused).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    expect(
      await late.call('room:join', { roomId: 'general', user: { name: 'Late' } } as never),
    ).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    })
    expect((await fetch(`${server.origin}/api/health`)).status).toBe(503)
    expect((await fetch(`${server.origin}/api/rooms`)).status).toBe(200)

    rmSync(filler)
    const recovered = await say('After')
    expect(recovered).toMatchObject({ ok: true })
    await late.join('general', 'Late')
    const stored = await readAll(late)
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    expect(stored.at(-1)?.text).toBe('After')
    expect(await server.stop()).toBe(0)
  } finally {
    disk.unmount()
  }
})

/** Takes what is left, in steps that get smaller. */
function fill(file: string): void {
  for (const size of [64 * 1024, 4096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full at this step size; go on with the smaller one.
    }
  }
  if (statSync(file).size === 0) throw new Error('The disk was full from the start')
}

/** The write-ahead log may still have room of its own for a few. */
async function sayUntilRefused(say: (text: string) => Promise<{ ok: boolean }>) {
  for (let index = 0; index < 60; index += 1) {
    const reply = await say('x'.repeat(8_000))
    if (!reply.ok) return reply
  }
  return null
}
