import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { breakServer, type Break } from '../support/broken-server.ts'
import { closeClients } from '../support/client.ts'
import { createRandom } from '../support/random.ts'
import { hasRedis } from '../support/redis-server.ts'
import { removeTemporaryFolders, startServer } from '../support/start-server.ts'
import { tryEverything } from './checks/access-matrix.ts'
import { killRounds } from './checks/kill-rounds.ts'
import { onRedis, onSqlite } from './checks/places.ts'
import { repeatKey } from './checks/repeated-key.ts'

/**
 * Tests that have never failed prove little. Here the server is broken on purpose, and the same checks
 * that pass on the real one have to notice.
 */

const WITHIN_MS = 240_000

/** Each kill finds a transaction open, unless nobody has written for a moment. */
const ROUNDS = 4

afterEach(closeClients)
afterAll(removeTemporaryFolders)

async function withBroken<Value>(
  breaks: readonly Break[],
  use: (entry: string) => Promise<Value>,
): Promise<Value> {
  const broken = breakServer(breaks)
  try {
    return await use(broken.entry)
  } finally {
    closeClients()
    broken.remove()
  }
}

const GROUP_COMMIT = 'src-server/store/sqlite/group-commit.ts'

/** The transaction stays open longer than the answer takes, and the kill upon it on a busy machine. */
const ackBeforeCommit: readonly Break[] = [
  {
    file: GROUP_COMMIT,
    text: `if (database.inTransaction)
      return calls.map((call) => (isWrite(call) ? busy(call) : attempt(call)))`,
    instead: '',
  },
  {
    file: GROUP_COMMIT,
    text: "database.exec('BEGIN IMMEDIATE')",
    instead: "if (!database.inTransaction) database.exec('BEGIN IMMEDIATE')",
  },
  {
    file: GROUP_COMMIT,
    text: "database.exec('COMMIT')",
    instead: "setTimeout(() => database.inTransaction && database.exec('COMMIT'), 1_000)",
  },
]

const noDedupeOnSqlite: readonly Break[] = [
  {
    file: 'src-server/store/sqlite/message-writes.ts',
    text: 'const earlier = appendedBefore(draft)',
    instead: 'const earlier = null as ReturnType<typeof appendedBefore>',
  },
  {
    file: 'src-server/store/sqlite/migrations/0003-conversations.ts',
    text: 'CREATE UNIQUE INDEX messages_by_client_id',
    instead: 'CREATE INDEX messages_by_client_id',
  },
]

const noDedupeOnRedis: readonly Break[] = [
  {
    file: 'src-server/store/redis/message-scripts.ts',
    text: "local earlier = client ~= '' and redis.call('HGET', sent_key, sent_as)",
    instead: 'local earlier = false',
  },
]

const noAccessCheck: readonly Break[] = [
  {
    file: 'src-server/services/access.ts',
    text: 'if (!(await mayRead(person.value, roomId))) return noSuchRoom(roomId)',
    instead: '',
  },
]

describe('a server that is broken on purpose is caught', { timeout: WITHIN_MS }, () => {
  test('answering before the commit loses acknowledged messages', async () => {
    await withBroken(ackBeforeCommit, async (entry) => {
      const place = await onSqlite(entry)
      const random = createRandom('answering before the commit')
      const { problems } = await killRounds(place, { rounds: ROUNDS, random })
      expect(problems.join()).toMatch(/acknowledged messages are lost/)
    })
  })

  test('forgetting keys on SQLite stores messages twice', async () => {
    await withBroken(noDedupeOnSqlite, async (entry) => {
      const problems = await repeatKey(await onSqlite(entry))
      expect(problems.join()).toMatch(/different answers.*stored \d+ times/)
    })
  })

  test.skipIf(!hasRedis)('forgetting keys on Redis stores messages twice', async () => {
    await withBroken(noDedupeOnRedis, async (entry) => {
      const place = await onRedis(entry)
      try {
        const problems = await repeatKey(place)
        expect(problems.join()).toMatch(/different answers.*stored \d+ times/)
      } finally {
        await place.remove()
      }
    })
  })

  test('not looking who may read a room lets strangers in', async () => {
    await withBroken(noAccessCheck, async (entry) => {
      const server = await startServer({ entry })
      const problems = await tryEverything(server)
      expect(problems.join('\n')).toMatch(/chat:history .* was allowed|tells apart/)
      await server.stop()
    })
  })
})
