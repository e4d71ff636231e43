import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpRoutes } from '#shared/protocol/http.ts'
import { closeClients, connect } from '../support/client.ts'
import { parseExactly } from '../support/exactly.ts'
import { openRawWebSocket } from '../support/raw-websocket.ts'
import { createRandom, type Random } from '../support/random.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

let server: StartedServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  closeClients()
  await server.stop()
  removeTemporaryFolders()
})

const CONNECTIONS = 30
const EVENTS_EACH = 90

const names = [
  'room:join',
  'room:leave',
  'chat:message',
  'chat:history',
  'chat:changes',
  'chat:edit',
  'chat:delete',
  'chat:reaction',
  'chat:typing',
  'voice:join',
  'voice:answer',
  'voice:state',
  'voice:record',
  'voice:leave',
  'voice:list',
  'voice:moderate',
  'call:request',
  'call:accept',
  'call:reject',
  'call:end',
  'call:timeout',
  'call:connected',
  'call:resume',
  'call:state',
  'calls:list',
  'webrtc:offer',
  'webrtc:answer',
  'webrtc:ice',
  'error',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'message',
  'ping',
  '',
  ' ',
  'chat:message ',
  'x'.repeat(5_000),
  '🙂',
]

const leaves: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  '',
  'general',
  'x'.repeat(9_000),
  '\u0000\u202e',
  '\ud800',
  '2026-01-01',
  [],
  {},
  [[[[]]]],
  '__proto__',
  'constructor',
  new Uint8Array([1, 2, 3]),
]

function anything(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 1 : 4)
  if (kind < 2) return random.pick(leaves)
  if (kind === 2) return Array.from({ length: random.below(4) }, () => anything(random, depth + 1))
  const keys = ['roomId', 'user', 'name', 'text', 'clientId', 'limit', 'before', 'after', 'then']
  return Object.fromEntries(
    Array.from({ length: random.below(5) }, () => [random.pick(keys), anything(random, depth + 1)]),
  )
}

/** Valid but for one thing, because those get furthest. */
function nearlyValid(random: Random): unknown {
  const valid: Record<string, unknown> = {
    roomId: 'general',
    user: { name: 'Fuzz' },
    text: 'Hello',
    limit: 10,
    after: 0,
    messageId: '00000000-0000-4000-8000-000000000000',
    to: 'Fuzz',
    callId: '00000000-0000-4000-8000-000000000000',
    offer: { type: 'offer', sdp: 'v=0' },
    candidate: { candidate: '', sdpMid: '0' },
    duration: 1,
    stay: '00000000-0000-4000-8000-000000000000',
    answer: 'v=0',
    userId: '00000000-0000-4000-8000-000000000000',
    action: 'remove',
    isMuted: true,
    replyTo: undefined,
    emoji: '👍',
    on: true,
  }
  valid[random.pick(Object.keys(valid))] = anything(random)
  return valid
}

test(
  'G05: malformed events are all answered, and the server goes on as before',
  { timeout: 120_000 },
  async () => {
    const random = createRandom('malformed events')
    let answers = 0
    for (let round = 0; round < CONNECTIONS; round += 1) {
      const client = await connect(server.origin)
      const pending: Promise<unknown>[] = []
      for (let index = 0; index < EVENTS_EACH; index += 1) {
        const payload = random.pick([anything, nearlyValid])(random)
        const args = random.pick<unknown[]>([[], [payload], [payload, payload], [payload, 1, 'x']])
        const name = random.pick(names)
        if (random.below(3) === 0) client.emit(name, ...args)
        else
          pending.push(client.socket.timeout(20_000).emitWithAck(name as never, ...(args as never)))
      }
      for (const reply of await Promise.all(pending)) {
        expect(reply).toHaveProperty('ok')
        expect(JSON.stringify(reply)).not.toMatch(/\.ts:|\.js:|node_modules/)
        answers += 1
      }
      expect(client.socket.connected).toBe(true)
      client.close()
    }
    console.log(
      `${answers} of ${CONNECTIONS * EVENTS_EACH} malformed events asked for an answer and got it`,
    )
    await expectHealthy()
  },
)

test('G06: malformed packets cut at most their own connection', { timeout: 60_000 }, async () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const packets = [
    '42',
    '42[]',
    '42{}',
    '42[1]',
    '42["room:join"',
    '42["disconnect"]',
    '42["connect",{}]',
    '42["newListener",{}]',
    '42[null,{}]',
    '42[{"a":1}]',
    '451-["chat:message",{"_placeholder":true,"num":0}]',
    '45999999-["x"]',
    '43999["x"]',
    '44"x"',
    '40{"token":1}',
    '40/admin,',
    '41',
    '4',
    '',
    '9',
    'xyz',
    `42["chat:message",${deep(100_000)}]`,
    '42["room:join",{"__proto__":{"isAdmin":true},"roomId":"general","user":{"name":"Proto","__proto__":{"polluted":1}}}]',
    '42["chat:message",{"constructor":{"prototype":{"polluted":1}}}]',
    `42["chat:message",{"roomId":"general","text":"${'x'.repeat(900_000)}"}]`,
    `42["chat:message",{"roomId":"general","text":"${'x'.repeat(1_100_000)}"}]`,
  ]
  for (const packet of packets) {
    let isConnected = (): void => {}
    const connected = new Promise<void>((resolve) => (isConnected = resolve))
    const socket = await openRawWebSocket(server.port, (text) => {
      if (text.startsWith('40')) isConnected()
    })
    socket.send('40')
    await connected
    socket.send(packet)
    socket.send('42["room:leave"]')
    await expectHealthy()
    socket.destroy()
  }
})

async function expectHealthy(): Promise<void> {
  const response = await fetch(`${server.origin}/api/rooms`)
  const { rooms } = parseExactly(httpRoutes['/api/rooms'].reply, await response.json())
  expect(rooms.length).toBeGreaterThan(0)
  expect(server.output.stderr.match(/a fault that nothing handled|fault of the server/)).toBeNull()
}
