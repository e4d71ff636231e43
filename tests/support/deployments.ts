import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { closeClients, connect, type TestClient } from './client.ts'
import type { TestRedis } from './redis-server.ts'
import { faultsOf, SET_UP_WITHIN_MS, setups, type RunningSetup } from './setups.ts'
import { removeTemporaryFolders, type StartedServer } from './start-server.ts'

/** A server as somebody may run it. */
export interface Deployment {
  /** A connection to the next instance, so that those who talk with each other are spread over all. */
  open(token?: string): Promise<TestClient>
  /** Somebody with a new name in a room, with what a second device needs. */
  person(name: string, roomId?: string): Promise<Participant>
  /** One more device of the person, in the same room. */
  device(person: Participant, roomId?: string): Promise<TestClient>
  /** Of the next instance, for what is asked over HTTP. */
  origin(): string
  /** Ends an instance, as a crash does or in order, and starts another in its place. */
  replace(server: StartedServer, how: 'kill' | 'stop'): Promise<void>
  /** The processes, for what they print and what they keep in their folder, which is one. */
  readonly servers: readonly StartedServer[]
  /** The Redis behind it; null where there is none. */
  readonly redis: TestRedis | null
}

export interface Participant {
  readonly client: TestClient
  readonly id: string
  readonly name: string
  readonly token: string
}

/** Runs the same tests on SQLite, on Redis, and on two instances that share one Redis. */
export function onEveryDeployment(
  about: string,
  define: (deployment: Deployment) => void,
  environment: Readonly<Record<string, string>> = {},
): void {
  describe.each(setups)(`${about}, on $name`, (setup) => {
    let running: RunningSetup | null = null
    let next = 0

    beforeAll(async () => {
      running = await setup.start(environment)
    }, SET_UP_WITHIN_MS)
    afterEach(closeClients)
    afterAll(async () => {
      expect(faultsOf(running?.instances ?? [])).toEqual([])
      await running?.stop()
      removeTemporaryFolders()
    })

    function origin(): string {
      const servers = running?.running() ?? []
      const server = servers[next++ % servers.length]
      if (!server) throw new Error('The servers run only while the tests do')
      return server.origin
    }

    const open = (token?: string): Promise<TestClient> =>
      connect(origin(), token === undefined ? {} : { token })

    define({
      open,
      origin,
      async person(name, roomId = 'general') {
        const client = await open()
        const { you, token } = await client.join(roomId, name)
        return { client, id: you.id, name, token }
      },
      async device({ name, token }, roomId = 'general') {
        const client = await open(token)
        await client.join(roomId, name)
        return client
      },
      replace: async (server, how) => running?.replace(server, how),
      get servers() {
        return running?.running() ?? []
      },
      get redis() {
        return running?.redis ?? null
      },
    })
  })
}
