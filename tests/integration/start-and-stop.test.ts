import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import {
  removeTemporaryFolders,
  runUntilExit,
  startServer,
  temporaryFolder,
} from '../support/start-server.ts'

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const DATABASE = 'parley.db'

/** One sentence (or one for each problem), no stack, nothing on stdout, exit code 1. */
async function refusal(options: Parameters<typeof runUntilExit>[0]): Promise<string> {
  const { exitCode, stdout, stderr } = await runUntilExit(options)
  expect(exitCode).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/\n\s+at |Error:/)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  return stderr
}

describe('starting', () => {
  test('prints one line with the address, and keeps the folder to its owner', async () => {
    const server = await startServer()
    expect(server.output.stdout).toBe(`Parley is ready at ${server.origin}\n`)
    expect(statSync(server.dataDir).mode & 0o777).toBe(0o700)
    for (const file of readdirSync(server.dataDir)) {
      const entry = statSync(join(server.dataDir, file))
      expect(entry.mode & 0o777, file).toBe(entry.isDirectory() ? 0o700 : 0o600)
    }
    expect(await server.stop()).toBe(0)
    expect(server.output.stderr).toBe('')
  })

  test.each(['abc', '70000', '-1', '5000.5', '5e3'])('PORT=%s', async (PORT) => {
    const sentence = await refusal({ environment: { PORT } })
    expect(sentence).toMatch(/PORT is ".*" ?, but must be a whole number from 0 to 65535/)
  })

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const sentence = await refusal({ environment: { PORT: String(port) } })
    expect(sentence).toContain(`Port ${port} is in use by another program. Set PORT`)
    other.close()
  })

  test('a data folder that is a file, and one that cannot be made', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, 'mine')
    expect(await refusal({ dataDir: file })).toContain(`Cannot use the data folder ${file}`)
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(await refusal({ dataDir: join(file, 'below') })).toContain('Set DATA_DIR')
    expect(await refusal({ dataDir: '/proc/parley' })).toContain(
      'Cannot use the data folder /proc/parley',
    )
  })

  test('.env is read, the real environment wins', async () => {
    const workingDir = temporaryFolder()
    writeFileSync(join(workingDir, '.env'), 'SERVER_NAME=From the file\nPORT=nonsense\n???\n')
    const server = await startServer({ workingDir })
    const info = (await (await fetch(`${server.origin}/api/info`)).json()) as { name: string }
    expect(info.name).toBe('From the file')
    await server.stop()
  })
})

describe('the database', () => {
  test('a second server on the same folder is turned away, and the first goes on', async () => {
    const server = await startServer()
    const sentence = await refusal({ dataDir: server.dataDir })
    expect(sentence).toContain('Another Parley server is using the database')
    const client = await connect(server.origin)
    await client.join('general', 'Anna')
    expect(
      await client.call('chat:message', { roomId: 'general', text: 'Still here' } as never),
    ).toMatchObject({ ok: true })
    await server.stop()
  })

  test('history and people survive a restart', async () => {
    const first = await startServer()
    const anna = await connect(first.origin)
    const { token, you } = await anna.join('general', 'Anna')
    await anna.call('chat:message', { roomId: 'general', text: 'Remember me' } as never)
    expect(await first.stop()).toBe(0)
    const second = await startServer({ dataDir: first.dataDir })
    const again = await connect(second.origin, { token })
    expect((await again.join('general', 'Anna')).you).toEqual(you)
    expect(await again.next('chat:history')).toMatchObject([{ text: 'Remember me', seq: 1 }])
    await second.stop()
  })

  test.each([
    ['no database at all', () => Buffer.from('something that is precious to somebody'.repeat(200))],
    [
      'a header and then rubbish',
      (sound: Buffer) => Buffer.concat([sound.subarray(0, 100), Buffer.alloc(30_000, 'x')]),
    ],
    [
      'a hole in the middle',
      (sound: Buffer) =>
        Buffer.concat([sound.subarray(0, 4096), Buffer.alloc(8192, 7), sound.subarray(12_288)]),
    ],
    ['half of it', (sound: Buffer) => sound.subarray(0, 6000)],
  ])('with %s is set aside and said so', async (_what, damage) => {
    const first = await startServer()
    await first.stop()
    const damaged = damage(readFileSync(join(first.dataDir, DATABASE)))
    writeFileSync(join(first.dataDir, DATABASE), damaged)
    writeFileSync(join(first.dataDir, `${DATABASE}-wal`), '')
    const second = await startServer({ dataDir: first.dataDir })
    const kept = /set aside as (parley\.db\.corrupt-\S+),/.exec(second.output.stderr)?.[1]
    expect(second.output.stderr).toMatch(/^The database parley.db in .* was damaged\. .*\n$/)
    expect(readFileSync(join(first.dataDir, kept ?? '')).equals(damaged)).toBe(true)
    const client = await connect(second.origin)
    await client.join('general', 'Anna')
    expect(await client.next('chat:history')).toEqual([])
    await second.stop()
  })

  test('of a newer version is refused and not touched', async () => {
    const first = await startServer()
    await first.stop()
    const file = join(first.dataDir, DATABASE)
    const newer = readFileSync(file)
    newer.writeUInt32BE(99, 60)
    writeFileSync(file, newer)
    expect(await refusal({ dataDir: first.dataDir })).toContain('newer version of Parley')
    expect(readFileSync(file).equals(newer)).toBe(true)
    expect(readdirSync(first.dataDir)).toEqual(['media', DATABASE, 'uploads'])
  })

  test('in a folder that exists already', async () => {
    const dataDir = join(temporaryFolder(), 'there')
    mkdirSync(dataDir)
    const server = await startServer({ dataDir })
    expect(await server.stop()).toBe(0)
  })
})

describe('stopping', () => {
  test.each(['websocket', 'polling'] as const)(
    'says goodbye over %s and ends in time',
    async (transport) => {
      const server = await startServer()
      const client = await connect(server.origin, { transports: [transport] })
      await client.join('general', 'Anna')
      const startedAt = performance.now()
      const [goodbye, exitCode] = await Promise.all([client.next('server:closing'), server.stop()])
      expect(goodbye).toEqual({ restarting: false })
      expect(exitCode).toBe(0)
      // Whoever looks after it, such as Docker, kills it after ten seconds.
      expect(performance.now() - startedAt).toBeLessThan(10_000)
      expect(readdirSync(server.dataDir)).toEqual(['media', DATABASE, 'uploads'])
      expect(server.output.stderr).toBe('')
    },
  )
})
