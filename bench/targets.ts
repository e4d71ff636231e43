import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { hasRedis, startRedis } from '../tests/support/redis-server.ts'
import { startServer } from '../tests/support/start-server.ts'

/** Clock ticks in a second, which Linux has fixed at 100 for what it tells programs. */
const TICKS_PER_SECOND = 100

/** What is measured: one program or several that work together. */
export interface Target {
  readonly name: string
  /** Clients are spread over these. */
  readonly ports: readonly number[]
  /** Milliseconds of processor time that all of it has used, on any thread. */
  cpuMs(): number
  stop(): Promise<void>
}

export async function startBare(): Promise<Target> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(/:(\d+)\n/.exec(line.toString())?.[1])
  return {
    name: 'bare Socket.IO, nothing stored',
    ports: [port],
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

export async function startOnSqlite(): Promise<Target> {
  const server = await startServer()
  return {
    name: 'Parley on SQLite, synced first',
    ports: [server.port],
    cpuMs: () => cpuMsOf(server.pid),
    stop: async () => void (await server.stop()),
  }
}

/** The processor time of Redis itself counts as well. */
const startOnRedis = (instances: number) => async (): Promise<Target> => {
  const redis = await startRedis()
  const environment = { REDIS_URL: redis.url }
  const servers = await Promise.all(
    Array.from({ length: instances }, () => startServer({ environment })),
  )
  return {
    name: `Parley on Redis, synced first, ${instances} instance${instances === 1 ? '' : 's'}`,
    ports: servers.map(({ port }) => port),
    cpuMs: () => [redis, ...servers].reduce((sum, { pid }) => sum + cpuMsOf(pid), 0),
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      await redis.remove()
    },
  }
}

/** All ways to run Parley that this machine can run. */
export const parleys: readonly (() => Promise<Target>)[] = [
  startOnSqlite,
  ...(hasRedis ? [startOnRedis(1), startOnRedis(2)] : []),
]

/** Milliseconds of processor time that a process has used, on any thread. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
}
