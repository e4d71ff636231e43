import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { hasOpenssl, makeCertificates } from '../support/certificates.ts'
import { closeClients, connect } from '../support/client.ts'
import { freePort } from '../support/free-port.ts'
import { readAll, say } from '../support/redis-conversation.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import {
  removeTemporaryFolders,
  runCommand,
  runUntilExit,
  startServer,
  temporaryFolder,
} from '../support/start-server.ts'

const PASSWORD = 'hunter2-is-secret'

/** All that a server says whose Redis is set up well. */
const SAFE = /^Redis at \S+ syncs before it answers: .* a power cut\.\n$/

/** The rights that docs/redis.md gives to the user of Parley. */
const RIGHTS = [
  ...['on', `>${PASSWORD}`, '~parley:*', '&parley:*', '&parley:events:0#/#*', '-@all'],
  ...['+@read', '+@write', '+@connection', '+evalsha', '+eval', '+script|load', '+publish'],
  ...['+psubscribe', '+punsubscribe', '+subscribe', '+unsubscribe', '+info', '+config|get'],
  ...['+multi', '+exec', '-@dangerous', '+info', '+config|get'],
]

/** One sentence, no stack, no password, nothing on stdout, exit code 1. */
async function refusal(
  REDIS_URL: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runUntilExit({ environment: { REDIS_URL, ...more } })
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).not.toMatch(/\n\s+at |Error:/)
  expect(stderr).not.toContain(PASSWORD)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
  return stderr
}

async function listenWith(onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const portOf = (server: Server): number => (server.address() as { port: number }).port

describe('a Redis that cannot be used is explained in one sentence', () => {
  test('nothing listens there', async () => {
    const port = await freePort()
    expect(await refusal(`redis://:${PASSWORD}@127.0.0.1:${port}`)).toBe(
      `Cannot reach Redis at 127.0.0.1:${port} (ECONNREFUSED): start it, or correct REDIS_URL.\n`,
    )
  })

  test('the name leads nowhere', async () => {
    expect(await refusal(`redis://:${PASSWORD}@no-such-host.invalid`)).toContain(
      'Cannot reach Redis at no-such-host.invalid:6379 (',
    )
  })

  test('something else listens there', async () => {
    const web = await listenWith((socket) => {
      socket.on('error', () => {})
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    })
    expect(await refusal(`redis://127.0.0.1:${portOf(web)}`)).toContain(
      'does not speak the protocol of Redis',
    )
    expect(await refusal(`rediss://127.0.0.1:${portOf(web)}`)).toContain('redis:// without TLS')
    web.close()
  })

  test('something listens there and never answers', async () => {
    const sockets: Socket[] = []
    const silent = await listenWith((socket) => sockets.push(socket.on('error', () => {})))
    const startedAt = performance.now()
    expect(await refusal(`redis://127.0.0.1:${portOf(silent)}`)).toContain('Cannot reach Redis')
    expect(performance.now() - startedAt).toBeLessThan(30_000)
    sockets.forEach((socket) => socket.destroy())
    silent.close()
  })
})

describe.skipIf(!hasRedis)('starting on Redis', () => {
  let redis: TestRedis | null = null
  afterEach(async () => {
    closeClients()
    await redis?.remove()
    redis = null
  })
  afterAll(removeTemporaryFolders)

  test('a password that is missing, wrong or not needed', async () => {
    redis = await startRedis({ password: PASSWORD })
    expect(await refusal(redis.url)).toContain('asks for a password')
    expect(await refusal(`redis://:wrong@127.0.0.1:${redis.port}`)).toContain(
      'does not accept the user name or the password',
    )
    expect(await refusal(`redis://anna:${PASSWORD}@127.0.0.1:${redis.port}`)).toContain(
      'does not accept the user name or the password',
    )
    const environment = { REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:${redis.port}` }
    const server = await startServer({ environment })
    expect(server.output.stderr).toMatch(SAFE)
    expect(await server.stop()).toBe(0)
  })

  test('a database that does not exist', async () => {
    redis = await startRedis()
    expect(await refusal(`${redis.url}/99`)).toContain('has no database 99')
    const server = await startServer({ environment: { REDIS_URL: `${redis.url}/3` } })
    expect(await redis.command('EXISTS', 'parley:rooms')).toBe(':0\r\n')
    await server.stop()
  })

  test.each<[string, readonly string[], string]>([
    ['everysec', ['--appendonly', 'yes'], 'may lose the last second or two'],
    ['no', ['--appendonly', 'yes', '--appendfsync', 'no'], 'the last half minute'],
    ['snapshots only', ['--save', '900 1'], 'saves only now and then'],
  ])('which guarantee there is is said in one sentence: %s', async (_, settings, sentence) => {
    redis = await startRedis({ settings })
    const server = await startServer({ environment: { REDIS_URL: redis.url } })
    expect(server.output.stderr.trim().split('\n')).toEqual([expect.stringContaining(sentence)])
    await server.stop()
  })

  test.each([
    ['CONFIG', ['-config']],
    ['INFO and CONFIG', ['-config', '-info']],
  ])('a user who may not ask %s is told that nothing is known', async (_, denied) => {
    redis = await startRedis()
    await redis.command('ACL', 'SETUSER', 'parley', ...RIGHTS, ...denied)
    const environment = { REDIS_URL: `redis://parley:${PASSWORD}@127.0.0.1:${redis.port}` }
    const server = await startServer({ environment })
    // The library has a remark of its own about INFO.
    const said = server.output.stderr.trim().split('\n')
    expect(said.at(-1)).toMatch(/^Redis at \S+ does not tell this user how it saves/)
    const anna = await connect(server.origin)
    await anna.join('general', 'Anna')
    await say(anna, 'general', 'Stored all the same')
    await server.stop()
  })

  test('over TLS, with an authority of our own', async (context) => {
    if (!hasOpenssl) return context.skip('openssl is not installed')
    const folder = temporaryFolder()
    const { ca, cert, key } = makeCertificates(folder)
    const port = await freePort()
    const settings = [
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--tls-port', String(port)],
      ...['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca],
      ...['--tls-auth-clients', 'no'],
    ]
    redis = await startRedis({ settings, password: PASSWORD })
    const REDIS_URL = `rediss://:${PASSWORD}@localhost:${port}`
    expect(await refusal(REDIS_URL)).toContain('NODE_EXTRA_CA_CERTS')
    // D12: that of somebody else is as good as none.
    const NODE_EXTRA_CA_CERTS = makeCertificates(temporaryFolder()).ca
    expect(await refusal(REDIS_URL, { NODE_EXTRA_CA_CERTS })).toContain('is not trusted')
    expect(await refusal(`redis://:${PASSWORD}@localhost:${port}`)).toContain('rediss:// with TLS')
    const environment = { REDIS_URL, NODE_EXTRA_CA_CERTS: ca }
    const [one, two] = await Promise.all([1, 2].map(() => startServer({ environment })))
    if (!one || !two) throw new Error('not started')
    const [anna, ben] = [await connect(one.origin), await connect(two.origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const sent = await say(anna, 'general', 'Hello')
    await ben.next('chat:message', ({ id }) => id === sent.id)
    await Promise.all([one.stop(), two.stop()])
  })

  test('what is not safe is said, each in one sentence, and the server starts', async () => {
    redis = await startRedis({ settings: ['--maxmemory-policy', 'allkeys-lru'] })
    const server = await startServer({ environment: { REDIS_URL: redis.url } })
    const [durability, memory, ...rest] = server.output.stderr.trim().split('\n')
    expect(durability).toContain('set "appendonly yes" and "appendfsync always"')
    expect(memory).toContain('set "maxmemory-policy noeviction"')
    expect(rest).toEqual([])
    await server.stop()
  })

  test('D11: a user with exactly the documented rights can do everything, and nothing worse', async () => {
    redis = await startRedis()
    expect(await redis.command('ACL', 'SETUSER', 'parley', ...RIGHTS)).toContain('OK')
    for (const words of ['FLUSHALL', 'KEYS *', 'DEBUG SLEEP 0', 'CONFIG SET dir /', 'GET other']) {
      expect(await redis.command('ACL', 'DRYRUN', 'parley', ...words.split(' '))).toMatch(
        /no permissions/,
      )
    }
    const environment = { REDIS_URL: `redis://parley:${PASSWORD}@127.0.0.1:${redis.port}` }
    const [one, two] = await Promise.all([1, 2].map(() => startServer({ environment })))
    if (!one || !two) throw new Error('not started')
    const [anna, ben] = [await connect(one.origin), await connect(two.origin)]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    const sent = await say(anna, 'general', 'Hello')
    await ben.next('chat:message', ({ id }) => id === sent.id)
    await ben.call('chat:reaction', { messageId: sent.id, emoji: '👍' } as never)
    await anna.call('chat:edit', { messageId: sent.id, text: 'Hello!' } as never)
    await anna.call('chat:delete', { messageId: sent.id } as never)
    expect(await readAll(ben, 'general')).toMatchObject([{ id: sent.id, text: '' }])
    for (const { output } of [one, two]) expect(output.stderr).toMatch(SAFE)
    const [file, dataDir] = [join(temporaryFolder(), 'backup.tar'), one.dataDir]
    expect((await runCommand(['backup', file], { environment, dataDir })).exitCode).toBe(0)
    for (const words of ['SCAN 0 MATCH parley:*', 'UNLINK parley:x', 'HSETNX parley:x a b']) {
      expect(await redis.command('ACL', 'DRYRUN', 'parley', ...words.split(' '))).toContain('OK')
    }
    await redis.command('ACL', 'SETUSER', 'parley', 'resetpass', '>another')
    await redis.command('CLIENT', 'KILL', 'USER', 'parley')
    const reply = await anna.call('chat:message', { roomId: 'general', text: 'Hello?' } as never)
    expect(reply).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    await Promise.all([one.stop(), two.stop()])
    expect(one.output.stderr + two.output.stderr).not.toContain(PASSWORD)
    expect(one.output.stderr + two.output.stderr).not.toContain('Hello')
  })

  test('everything is there after a restart, and ghosts of a crash are not', async () => {
    redis = await startRedis()
    const environment = { REDIS_URL: redis.url }
    const before = await startServer({ environment })
    const anna = await connect(before.origin)
    const { token } = await anna.join('general', 'Anna')
    await say(anna, 'general', 'Remember me')
    await before.stop()
    const after = await startServer({ environment })
    const again = await connect(after.origin, { token })
    expect((await again.join('general', 'Anna')).token).toBe(token)
    expect(await readAll(again, 'general')).toMatchObject([{ text: 'Remember me', user: 'Anna' }])
    await after.stop()
    const plain = await startServer({ environment })
    const stranger = await connect(plain.origin)
    await stranger.join('general', 'Anna')
    await plain.stop()
  })
})
