import { startRedis, hasRedis } from './redis-server.ts'
import { startServer, type StartedServer } from './start-server.ts'

/** One server in the eyes of people: one process, or several that share a Redis. */
export interface ServerPair {
  /** Where to connect: the first and the second may be the same. */
  readonly origins: readonly [string, string]
  readonly servers: readonly StartedServer[]
  stop(): Promise<void>
}

export interface ServerPairUnderTest {
  readonly name: string
  start(environment?: Readonly<Record<string, string>>): Promise<ServerPair>
}

const alone: ServerPairUnderTest = {
  name: 'one process with SQLite',
  async start(environment = {}) {
    const server = await startServer({ environment })
    return {
      origins: [server.origin, server.origin],
      servers: [server],
      stop: async () => void (await server.stop()),
    }
  },
}

const shared: ServerPairUnderTest = {
  name: 'two instances with Redis',
  async start(environment = {}) {
    const redis = await startRedis()
    const start = () => startServer({ environment: { REDIS_URL: redis.url, ...environment } })
    const [one, other] = await Promise.all([start(), start()])
    return {
      origins: [one.origin, other.origin],
      servers: [one, other],
      async stop() {
        await Promise.all([one.stop(), other.stop()])
        await redis.remove()
      },
    }
  },
}

/** Every way to run a server that has to look the same from outside. */
export const serverPairs: readonly ServerPairUnderTest[] = [alone, ...(hasRedis ? [shared] : [])]
