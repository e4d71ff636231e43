import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpRoutes } from '#shared/protocol/http.ts'
import { closeClients, connect } from '../support/client.ts'
import { parseExactly } from '../support/exactly.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

let server: StartedServer
beforeAll(async () => {
  server = await startServer({
    environment: {
      NODE_ENV: 'production',
      CLIENT_URL: 'https://chat.example.org',
      ALLOWED_HOSTS: 'parley.lan',
    },
  })
})
afterAll(async () => {
  closeClients()
  await server.stop()
  removeTemporaryFolders()
})

interface Reply {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

/** `fetch` does not let a test choose Host and Origin. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, method, headers })
    call.on('error', reject)
    call.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      )
    })
    call.end()
  })

/** @returns 101 when the WebSocket was accepted */
const upgrade = (headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request({
      host: '127.0.0.1',
      port: server.port,
      path: '/socket.io/?EIO=4&transport=websocket',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    call.on('error', reject)
    call.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve(101)
    })
    call.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.end()
  })

describe('REST', () => {
  test('/api/rooms is exactly as documented', async () => {
    const client = await connect(server.origin)
    await client.join('general', 'Anna')
    const { rooms } = parseExactly(
      httpRoutes['/api/rooms'].reply,
      JSON.parse((await ask('/api/rooms')).body),
    )
    expect(rooms.map(({ id, name, icon, users }) => ({ id, name, icon, users }))).toEqual([
      { id: 'general', name: 'General', icon: '💬', users: 1 },
      { id: 'music', name: 'Music', icon: '🎵', users: 0 },
      { id: 'gaming', name: 'Gaming', icon: '🎮', users: 0 },
    ])
    client.close()
  })

  test('/api/info and /api/health have the shape of their schemas', async () => {
    const info = parseExactly(
      httpRoutes['/api/info'].reply,
      JSON.parse((await ask('/api/info')).body),
    )
    expect(info.name).toMatch(/^Parley on /)
    const health = await ask('/api/health')
    expect(health.status).toBe(200)
    const { status } = parseExactly(httpRoutes['/api/health'].reply, JSON.parse(health.body))
    expect(status).toBe('ok')
  })

  test.each([
    ['GET', '/api/nothing', 404, 'not-found'],
    ['GET', '/api', 404, 'not-found'],
    ['POST', '/api/rooms', 405, 'invalid'],
    ['DELETE', '/api/nothing', 404, 'not-found'],
    ['GET', '/%E0%A4%A', 400, 'invalid'],
    ['GET', '/assets/missing.js', 404, 'not-found'],
  ])('%s %s is %i with a sentence and no stack', async (method, path, status, code) => {
    const reply = await ask(path, {}, method)
    expect(reply.status).toBe(status)
    const { error } = JSON.parse(reply.body) as { error: { code: string; message: string } }
    expect(error.code).toBe(code)
    expect(error.message).toBeTruthy()
    expect(reply.body).not.toMatch(/at .*[.](ts|js):/)
  })

  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/.env',
    '/assets/..%2f..%2f..%2fpackage.json',
  ])('%s leads nowhere outside the page', async (path) => {
    expect((await ask(path)).body).not.toMatch(/"dependencies"/)
  })

  test('every reply carries the security headers', async () => {
    for (const path of ['/', '/api/rooms', '/api/nothing']) {
      const { headers } = await ask(path)
      expect(headers['content-security-policy']).toMatch(/default-src 'none'/)
      expect(headers['content-security-policy']).not.toMatch(
        /upgrade-insecure-requests|(?<!wasm-)unsafe/,
      )
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['strict-transport-security']).toBeUndefined()
    }
  })

  test('a foreign page that is allowed may read, without credentials', async () => {
    const { headers } = await ask('/api/rooms', { origin: 'https://chat.example.org' })
    expect(headers['access-control-allow-origin']).toBe('https://chat.example.org')
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })
})

const hosts: [host: string, isAllowed: boolean][] = [
  ['127.0.0.1:5000', true],
  ['192.168.1.20', true],
  ['[::1]:5000', true],
  ['LOCALHOST:1', true],
  ['parley.lan', true],
  ['chat.example.org', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['evil.example:5000', false],
]

const origins: [origin: string, isAllowed: boolean][] = [
  ['app://parley', true],
  ['https://chat.example.org', true],
  ['http://192.168.1.20:5000', true],
  ['http://localhost:5173', false],
  ['null', false],
  ['file://', false],
  ['https://chat.example.org.evil.example', false],
  ['https://evilchat.example.org', false],
  ['http://chat.example.org', false],
  ['app://parley.evil', false],
  ['http://192.168.1.20:5001', false],
]

describe('who may talk to it', () => {
  test.each(hosts)('Host %j allowed: %j', async (host, isAllowed) => {
    expect((await ask('/api/rooms', { host })).status).toBe(isAllowed ? 200 : 421)
    expect(await upgrade({ host })).toBe(isAllowed ? 101 : 400)
    const polling = await ask('/socket.io/?EIO=4&transport=polling', { host })
    expect(polling.status).toBe(isAllowed ? 200 : 403)
  })

  test.each(origins)('Origin %j allowed: %j', async (origin, isAllowed) => {
    const headers = { host: '192.168.1.20:5000', origin }
    const reply = await ask('/api/rooms', headers)
    expect(reply.status).toBe(isAllowed ? 200 : 403)
    expect(reply.headers['access-control-allow-origin']).toBe(isAllowed ? origin : undefined)
    expect(await upgrade(headers)).toBe(isAllowed ? 101 : 400)
    const polling = await ask('/socket.io/?EIO=4&transport=polling', headers)
    expect(polling.status).toBe(isAllowed ? 200 : 403)
    expect(polling.headers['access-control-allow-origin']).toBe(isAllowed ? origin : undefined)
  })
})
