import { join } from 'node:path'
import { hasRedis, startRedis, type TestRedis } from './redis-server.ts'
import { startServer, temporaryFolder, type StartedServer } from './start-server.ts'

type Environment = Readonly<Record<string, string>>

/** A way to run Parley: what is kept where, and by how many instances. Promises are the same on all. */
export interface Setup {
  readonly name: string
  readonly instanceCount: number
  start(environment?: Environment): Promise<RunningSetup>
}

export interface RunningSetup {
  /** Those that it began with. */
  readonly instances: readonly StartedServer[]
  readonly redis: TestRedis | null
  /** Those that live at the moment. */
  running(): readonly StartedServer[]
  /** Ends an instance, as a crash does or in order, and starts another in its place. */
  replace(instance: StartedServer, how: 'kill' | 'stop'): Promise<void>
  stop(): Promise<void>
}

/** Several programs start one after the other, on a machine that may be busy with other tests. */
export const SET_UP_WITHIN_MS = 120_000

export const onSqlite: Setup = {
  name: 'SQLite',
  instanceCount: 1,
  async start(environment = {}) {
    const dataDir = join(temporaryFolder(), 'data')
    const startAnother = () => startServer({ dataDir, environment })
    return running([await startAnother()], null, startAnother)
  },
}

/** Instances on one Redis; files are in a folder that all of them see, as a real setup has it. */
export const onRedis = (instanceCount: number): Setup => ({
  name: instanceCount === 1 ? 'Redis' : `Redis with ${instanceCount} instances`,
  instanceCount,
  async start(given = {}) {
    const redis = await startRedis()
    const dataDir = join(temporaryFolder(), 'data')
    const environment = { ...given, REDIS_URL: redis.url }
    const startAnother = () => startServer({ dataDir, environment })
    try {
      const instances: StartedServer[] = []
      // The first one alone: it marks the folder of files, which the others recognise then.
      for (let index = 0; index < instanceCount; index += 1) instances.push(await startAnother())
      return running(instances, redis, startAnother)
    } catch (error) {
      await redis.remove()
      throw error
    }
  },
})

function running(
  instances: readonly StartedServer[],
  redis: TestRedis | null,
  startAnother: () => Promise<StartedServer>,
): RunningSetup {
  const living = new Set(instances)
  return {
    instances,
    redis,
    running: () => [...living],
    async replace(instance, how) {
      living.delete(instance)
      await instance[how]()
      living.add(await startAnother())
    },
    async stop() {
      await Promise.all([...living].map((instance) => instance.stop()))
      await redis?.remove()
    },
  }
}

/** What this machine can run of: one server on SQLite, one on Redis, two on one Redis. */
export const setups: readonly Setup[] = [onSqlite, ...(hasRedis ? [onRedis(1), onRedis(2)] : [])]

/** What a server prints as a fault of its own: it must never have to, whatever clients do. */
export const faultsOf = (instances: readonly StartedServer[]): string[] =>
  instances.flatMap(({ output }) =>
    output.stderr.split('\n').filter((line) => /"level":(50|60)|\n\s+at |Error:/.test(line)),
  )
