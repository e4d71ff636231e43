import Database from 'libsql'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../../support/client.ts'
import { startRedis } from '../../support/redis-server.ts'
import { until } from '../../support/redis-conversation.ts'
import { startServer, temporaryFolder, type StartedServer } from '../../support/start-server.ts'

/** Somewhere to keep a conversation, with a server on it that can be killed and started again. */
export interface Place {
  readonly name: string
  start(): Promise<StartedServer>
  /** Ends, as a crash would, the program whose end is to be tried. */
  kill(server: StartedServer): Promise<void>
  /** After a kill: a server that can be used, the same one where it survived. */
  recover(server: StartedServer): Promise<StartedServer>
  /** What is wrong with the data as the kill left it, as sentences. */
  damage(): readonly string[]
  remove(): Promise<void>
}

/** The server itself keeps the data, so it is the server that dies. */
export async function onSqlite(entry?: string): Promise<Place> {
  const dataDir = join(temporaryFolder(), 'data')
  const start = () => startServer({ dataDir, ...(entry && { entry }) })
  return {
    name: 'SQLite, the server killed',
    start,
    kill: (server) => server.kill(),
    recover: start,
    damage: () => damageOf(join(dataDir, 'parley.db')),
    remove: async () => {},
  }
}

/** Redis keeps the data and dies; the server has to survive that by itself. */
export async function onRedis(entry?: string): Promise<Place> {
  const redis = await startRedis()
  const environment = { REDIS_URL: redis.url }
  return {
    name: 'Redis, itself killed',
    start: () => startServer({ environment, ...(entry && { entry }) }),
    kill: () => redis.kill(),
    async recover(server) {
      await redis.start()
      const health = () =>
        fetch(`${server.origin}/api/health`).then(
          ({ status }) => status,
          (error: unknown) => {
            throw new Error(`The server did not survive: ${server.output.stderr}`, { cause: error })
          },
        )
      await until(async () => (await health()) === 200, RECOVERED_WITHIN_MS)
      // What health said may be a second old; whoever gets in knows.
      await until(() => letsIn(server.origin), RECOVERED_WITHIN_MS)
      return server
    },
    damage: () => [],
    remove: () => redis.remove(),
  }
}

/** Redis stays, and one instance after the other dies and is replaced. */
export async function onInstances(entry?: string): Promise<Place> {
  const redis = await startRedis()
  const environment = { REDIS_URL: redis.url }
  const dataDir = join(temporaryFolder(), 'data')
  const start = () => startServer({ dataDir, environment, ...(entry && { entry }) })
  return {
    name: 'Redis, the instance killed',
    start,
    kill: (server) => server.kill(),
    recover: start,
    damage: () => [],
    remove: () => redis.remove(),
  }
}

const RECOVERED_WITHIN_MS = 20_000

const letsIn = (origin: string): Promise<boolean> =>
  connect(origin).then(
    async (client) => {
      const joined = await client.call('room:join', {
        roomId: 'general',
        user: { name: 'Scout' },
      } as never)
      client.close()
      return joined.ok
    },
    () => false,
  )

/** Looks at a copy: opening the original would mend it, and that is what the server has to do. */
function damageOf(file: string): readonly string[] {
  const copy = join(temporaryFolder(), 'copy.db')
  for (const part of ['', '-wal']) {
    if (existsSync(file + part)) copyFileSync(file + part, copy + part)
  }
  const database = new Database(copy)
  try {
    const rows = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]
    return rows.map(({ integrity_check: line }) => line).filter((line) => line !== 'ok')
  } finally {
    database.close()
  }
}
