import { afterAll, afterEach, expect, test } from 'vitest'
import { closeClients } from '../support/client.ts'
import { removeTemporaryFolders, startServer } from '../support/start-server.ts'
import { tryEverything } from './checks/access-matrix.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

test('G16: what is not theirs looks to strangers like what does not exist, in every request', async () => {
  const server = await startServer()
  expect(await tryEverything(server)).toEqual([])
  expect(server.output.stderr).toBe('')
  await server.stop()
})
