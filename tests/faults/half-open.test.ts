import { afterAll, afterEach, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { randomFrom } from '../support/random.ts'
import { say } from '../support/redis-conversation.ts'
import { removeTemporaryFolders, startServer } from '../support/start-server.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { createResident, ROOM } from './convergence/resident.ts'

/** A ping every 8 s and 8 s for its answer, and a margin for a busy machine. */
const NOTICED_WITHIN_MS = 25_000

afterEach(closeClients)
afterAll(removeTemporaryFolders)

test(
  'C01: a half-open line is noticed at both ends, and nothing is missing afterwards',
  { timeout: 3 * NOTICED_WITHIN_MS },
  async () => {
    const server = await startServer()
    const proxy = await startTcpProxy(server.port)
    const anna = await connect(server.origin)
    await anna.join(ROOM, 'Anna')
    const before = await say(anna, ROOM, 'Before')
    const plan = { who: 'Ben', steps: [] }
    const origins = () => [proxy.origin]
    const ben = createResident({ plan, random: randomFrom(1), origins, onProgress: () => {} })
    await ben.knows(before.changeSeq)

    const cutAt = performance.now()
    proxy.swallowAnswers()
    const missed = await say(anna, ROOM, 'Can you hear me?')
    await anna.call('chat:edit', { messageId: before.id, text: 'Before that' } as never)
    // Ben comes back by itself, on a line of its own, and asks for what it missed.
    await ben.knows(missed.changeSeq + 1)
    expect(performance.now() - cutAt).toBeLessThan(NOTICED_WITHIN_MS)
    expect(ben.timeline().map(({ text }) => text)).toEqual(['Before that', 'Can you hear me?'])
    // Whoever is back before the old line is given up was never away for others.
    const left = anna.received.filter(
      ({ payload }) => (payload as { text?: string }).text === 'Ben left the room',
    )
    expect(left.length).toBeLessThanOrEqual(1)
    ben.leave()
    await proxy.close()
    await server.stop()
  },
)
