import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { closeClients, connect, type TestClient } from './client.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from './start-server.ts'

export interface FileServer {
  /** Only while a test runs. */
  readonly server: StartedServer
  /** Somebody with this name in the room. */
  here(name: string, roomId?: string): Promise<TestClient>
}

/** One server for all tests of a file: started before the first, and silent until after the last. */
export function serverForFile(): FileServer {
  let server: StartedServer | undefined
  const running = (): StartedServer => {
    if (!server) throw new Error('The server of this file runs only while its tests do')
    return server
  }
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(async () => {
    expect(running().output.stderr).toBe('')
    await running().stop()
    removeTemporaryFolders()
  })
  afterEach(closeClients)
  return {
    get server() {
      return running()
    },
    async here(name, roomId = 'general') {
      const client = await connect(running().origin)
      await client.join(roomId, name)
      return client
    },
  }
}
