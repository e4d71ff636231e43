import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { createFragileDisk } from '../support/power-cut.ts'
import { readAll } from '../support/redis-conversation.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const ROUNDS = 3
const WRITERS = 4
const MESSAGES_EACH = 60

/** Everybody writes at once, and the power goes at the given ack. @returns what was acknowledged */
async function writeUntil(server: StartedServer, last: number, cut: () => void): Promise<string[]> {
  const acked: string[] = []
  let isCut = false
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => {
      const client = await connect(server.origin)
      await client.join('general', `Writer ${index}`)
      return client
    }),
  )
  await new Promise<void>((done) => {
    for (const writer of writers) {
      for (let index = 0; index < MESSAGES_EACH; index += 1) {
        const clientId = randomUUID()
        const message = { roomId: 'general', text: `Line ${index}`, clientId }
        writer.emit('chat:message', message, (reply: { ok: boolean }) => {
          // What is said after the cut is said to nobody who could keep it.
          if (!reply.ok || isCut) return
          acked.push(clientId)
          if (acked.length < last) return
          isCut = true
          cut()
          done()
        })
      }
    }
  })
  return acked
}

test('what was acked survives a power cut', { timeout: 120_000 }, async (context) => {
  const disk = createFragileDisk()
  if ('reason' in disk) return context.skip(disk.reason)
  try {
    const dataDir = join(disk.path, 'data')
    const acked: string[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServer({ dataDir })
      const unsynced = join(disk.path, `unsynced-${round}`)
      const written = await writeUntil(server, 40 + round * 23, () => {
        // The proof that this disk forgets: a file that nobody synced.
        writeFileSync(unsynced, 'x'.repeat(10_000))
        disk.cutPower()
      })
      acked.push(...written)
      await server.kill()
      closeClients()
      disk.restorePower()
      expect(existsSync(unsynced) && readFileSync(unsynced).length > 0).toBe(false)
    }
    const server = await startServer({ dataDir })
    expect(server.output.stderr).toBe('')
    const reader = await connect(server.origin)
    await reader.join('general', 'Reader')
    const stored = await readAll(reader, 'general')
    const kept = new Set(stored.map(({ clientId }) => clientId))
    expect(acked.filter((clientId) => !kept.has(clientId as never))).toEqual([])
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    console.log(`${acked.length} acked before ${ROUNDS} power cuts, ${stored.length} stored`)
    await server.stop()
  } finally {
    disk.remove()
  }
})
