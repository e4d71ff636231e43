import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { refusalOf } from '../support/conversation.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import {
  removeTemporaryFolders,
  SERVER_PROGRAM,
  startServer,
  temporaryFolder,
  type StartedServer,
} from '../support/start-server.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

/** Runs the server's program with words behind it. */
function run(environment: Readonly<Record<string, string>>, ...words: string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [SERVER_PROGRAM, ...words], {
    cwd: temporaryFolder(),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    encoding: 'utf8',
  })
  return { status, stderr, stdout }
}

async function come(server: StartedServer, name: string, token?: string) {
  const client = await connect(server.origin, token === undefined ? {} : { token })
  return { client, ...(await client.join('general', name)) }
}

test('the data folder of a stopped server', { timeout: 180_000 }, async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const first = await startServer({ dataDir })
  await come(first, 'Somebody')
  const anna = await come(first, 'Anna Maria')
  closeClients()

  const running = run({ DATA_DIR: dataDir }, 'make-owner', 'Anna Maria')
  expect(running).toMatchObject({ status: 1 })
  expect(running.stderr).toContain('Another Parley server is using the database')
  await first.stop()

  const done = run({ DATA_DIR: dataDir }, 'make-owner', 'anna maria')
  expect(done).toMatchObject({ status: 0, stdout: '' })
  expect(done.stderr).toBe('Anna Maria is an owner of this server now.\n')

  const again = await startServer({ dataDir })
  const back = await come(again, 'Anna Maria', anna.token)
  expect(back.you.role).toBe('owner')
  const log = await back.client.call('moderation:log', {})
  expect(log).toMatchObject({ ok: true, entries: [{ action: 'set-role', target: 'Anna Maria' }] })
  await again.stop()
})

test('a folder without a server stays as it is', { timeout: 60_000 }, () => {
  const dataDir = join(temporaryFolder(), 'mistyped')
  const refused = run({ DATA_DIR: dataDir }, 'make-owner', 'Anna')
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('There is no server in')
  expect(existsSync(dataDir)).toBe(false)
})

test.runIf(hasRedis)('Redis, while the server runs', { timeout: 180_000 }, async () => {
  const redis = await startRedis()
  const environment = { REDIS_URL: redis.url }
  const server = await startServer({ environment })
  await come(server, 'Somebody')
  const anna = await come(server, 'Anna')
  expect(await refusalOf(anna.client, 'server:settings', {})).toBe('forbidden')
  expect(run(environment, 'make-owner', 'Anna')).toMatchObject({ status: 0 })
  await until(async () => (await refusalOf(anna.client, 'server:settings', {})) === 'ok')
  await server.stop()
  await redis.remove()
})
