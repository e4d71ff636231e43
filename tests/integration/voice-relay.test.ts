import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RelayWire } from '#shared/protocol/relay-wire.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  METHOD,
  readStun,
  readXorAddress,
  valueIn,
  writeStun,
} from '../../src-server/relay/stun.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { faultsOf } from '../support/setups.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'
import { connectTurn, type TurnClient } from '../support/turn-client.ts'
import { endVoiceClients } from '../support/voice-client.ts'
import { stepIntoVoice } from '../support/voice-stay.ts'

/** An address that belongs to nobody: where packets to it go says who decides. */
const NOWHERE = '192.0.2.1'

/** Long enough for a busy machine; a test that gets here has failed. */
const PATIENCE_MS = 15_000

let server: StartedServer
const turns: TurnClient[] = []

beforeAll(async () => {
  server = await startServer()
})
afterEach(() => {
  for (const turn of turns.splice(0)) turn.close()
  closeClients()
})
afterAll(async () => {
  await endVoiceClients()
  expect(faultsOf([server])).toEqual([])
  await server.stop()
  removeTemporaryFolders()
})

interface Stay {
  readonly client: TestClient
  readonly stay: string
  readonly relay: RelayWire
  /** UDP port of the server's voice. */
  readonly port: number
  /** What a check of ICE needs. */
  readonly names: string
  readonly password: Buffer
}

let people = 0

/** Somebody in voice. */
async function join(of = server): Promise<Stay> {
  const client = await connect(of.origin)
  people += 1
  await client.join('general', `Guest ${people}`)
  return stepIn(client)
}

async function stepIn(client: TestClient): Promise<Stay> {
  const { stay, offer, relay, sound } = await stepIntoVoice(client, 'general')
  if (!relay) throw new Error('There is no relay')
  const { answer } = sound
  const lineOf = (sdp: string, name: string): string =>
    new RegExp(`^a=${name}:(.*?)\\r?$`, 'm').exec(sdp)?.[1] ?? ''
  const port = Number(/ (\d+) typ host/.exec(offer)?.[1])
  const names = `${lineOf(offer, 'ice-ufrag')}:${lineOf(answer, 'ice-ufrag')}`
  return { client, stay, relay, port, names, password: Buffer.from(lineOf(offer, 'ice-pwd')) }
}

async function open(relay: RelayWire, of = server): Promise<TurnClient> {
  const turn = await connectTurn(of.port, relay)
  turns.push(turn)
  return turn
}

/** A connectivity check as a client of ICE sends it. */
function checkFor({ names, password }: Stay): Buffer {
  const head = { kind: 'request', method: METHOD.binding, transaction: randomBytes(12) } as const
  return writeStun(
    head,
    [
      { type: ATTRIBUTE.username, value: Buffer.from(names) },
      { type: 0x0024, value: Buffer.from('6e0001ff', 'hex') },
      // As Chromium has it over a relay; voice itself would refuse it.
      { type: 0x8029, value: Buffer.alloc(8) },
    ],
    { key: password, hasFingerprint: true },
  )
}

/** The answers of voice to such checks, with where they came from. */
const answersIn = (turn: TurnClient, { password }: Stay) =>
  turn.arrived.flatMap((arrived) => {
    const message = readStun(arrived.payload)
    const isAnswer = message?.kind === 'success' && isSignedWith(message, password)
    return message && isAnswer ? [{ ...arrived, message }] : []
  })

/** Asks voice through the relay until it answers: a packet may get lost, and the first ones are held back. */
const exchange = async (turn: TurnClient, stay: Stay, send: (payload: Buffer) => void) => {
  const before = answersIn(turn, stay).length
  await until(() => {
    send(checkFor(stay))
    return answersIn(turn, stay).length > before
  }, PATIENCE_MS)
  return answersIn(turn, stay).at(-1)
}

describe('whoever is in voice', () => {
  test('reaches it over TCP, at whichever address they take it for', async () => {
    const stay = await join()
    expect(stay.relay.address).toBeNull()
    const turn = await open(stay.relay)
    expect(await turn.allocate()).toBe(0)
    expect(await turn.permit(NOWHERE, stay.port)).toBe(0)
    const answer = await exchange(turn, stay, (payload) => turn.send(NOWHERE, stay.port, payload))
    expect(answer).toMatchObject({ by: 'indication', from: stay.port, address: NOWHERE })

    // The address that was allocated, so that the client knows the way for a relayed one.
    const mapped = answer && valueIn(answer.message, ATTRIBUTE.xorMappedAddress)
    const seen = mapped && readXorAddress(mapped, answer.message.transaction)
    expect(seen).toEqual(turn.relayed)

    expect(await turn.bind(0x4000, NOWHERE, stay.port)).toBe(0)
    expect(await exchange(turn, stay, (payload) => turn.sendIn(0x4000, payload))).toMatchObject({
      ...{ by: 'channel', from: 0x4000 },
    })
    expect(await turn.refresh(600)).toBe(0)
    expect(await turn.refresh(0)).toBe(0)
    await turn.closed()
  })

  test('has the answers told apart by the address that was asked', async () => {
    const stay = await join()
    const turn = await open(stay.relay)
    await turn.allocate()
    for (const address of [NOWHERE, '192.0.2.2']) {
      await turn.permit(address, stay.port)
      const answer = await exchange(turn, stay, (payload) => turn.send(address, stay.port, payload))
      expect(answer?.address).toBe(address)
    }
  })

  test('reaches nothing else, whatever they ask for', async () => {
    const stay = await join()
    const victim = createSocket('udp4').bind(0, '127.0.0.1')
    await once(victim, 'listening')
    const heard: Buffer[] = []
    victim.on('message', (message) => heard.push(message))
    const { port } = victim.address()
    const turn = await open(stay.relay)
    await turn.allocate()
    expect(await turn.permit('127.0.0.1', port)).toBe(0)
    expect(await turn.bind(0x4001, '127.0.0.1', port)).toBe(403)
    await exchange(turn, stay, (payload) => {
      turn.send('127.0.0.1', port, payload)
      turn.sendIn(0x4001, payload)
      turn.send('127.0.0.1', stay.port, payload)
    })
    expect(heard).toEqual([])
    victim.close()
  })

  test('has two ways at once and no more', async () => {
    const { relay } = await join()
    const [one, two, three] = [await open(relay), await open(relay), await open(relay)]
    expect(await one.allocate()).toBe(0)
    expect(await two.allocate()).toBe(0)
    expect(await three.allocate()).toBe(486)
    one.close()
    await until(async () => (await three.allocate()) === 0, PATIENCE_MS)
  })

  test('loses the way when the stay ends, and cannot come back by it', async () => {
    const { client, stay, relay } = await join()
    const turn = await open(relay)
    expect(await turn.allocate()).toBe(0)
    await ask(client, 'voice:leave', { stay })
    await turn.closed()
    expect(await (await open(relay)).allocate()).toBe(401)
  })
})

describe('whoever is not', () => {
  test('is refused', async () => {
    const { relay } = await join()
    for (const wrong of [
      { ...relay, credential: 'guessed' },
      { ...relay, username: 'nobody' },
      { ...relay, username: '00000000-0000-4000-8000-000000000000' },
    ]) {
      expect(await (await open(wrong)).allocate()).toBe(401)
    }
  })

  test.each([
    ['STUN that is none', Buffer.from(`0001${'00'.repeat(40)}`, 'hex')],
    ['a message that is too long', Buffer.from('0003ffff2112a442', 'hex')],
    ['a frame of an unknown kind', Buffer.from('000300002112a442', 'hex').fill(0xff, 1)],
    ['random bytes', Buffer.concat([Buffer.from([0]), randomBytes(4_000)])],
  ])('with %s loses the connection, and nobody else notices', async (_name, garbage) => {
    const stay = await join()
    const turn = await open(stay.relay)
    await turn.allocate()
    await turn.permit(NOWHERE, stay.port)
    const socket = connectTcp(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    socket.write(garbage)
    await once(socket, 'close')
    await exchange(turn, stay, (payload) => turn.send(NOWHERE, stay.port, payload))
  })

  test('may cut a frame and go, or pour in a flood: others go on talking', async () => {
    const stay = await join()
    const turn = await open(stay.relay)
    await turn.allocate()
    await turn.permit(NOWHERE, stay.port)
    const flooder = await join()
    const flood = await open(flooder.relay)
    await flood.allocate()
    await flood.bind(0x4000, NOWHERE, flooder.port)
    for (let packet = 0; packet < 3_000; packet += 1) flood.sendIn(0x4000, randomBytes(1_000))
    const cut = connectTcp(server.port, '127.0.0.1')
    cut.write(Buffer.from('0003000021', 'hex'))
    cut.end()
    cut.resume()
    await once(cut, 'close')
    await exchange(turn, stay, (payload) => turn.send(NOWHERE, stay.port, payload))
    expect((await fetch(`${server.origin}/api/health`)).status).toBe(200)
  })
})

test('a server that ends takes its relay and those who never said a word along', async () => {
  const other = await startServer()
  const { relay } = await join(other)
  const turn = await open(relay, other)
  await turn.allocate()
  const silent = connectTcp(other.port, '127.0.0.1')
  silent.on('error', () => {})
  silent.resume()
  await once(silent, 'connect')
  const began = performance.now()
  const [code] = await Promise.all([other.stop(), turn.closed(), once(silent, 'close')])
  expect(code).toBe(0)
  // After five seconds the server would end whatever is still open.
  expect(performance.now() - began).toBeLessThan(4_000)
})

test('where it is switched off nobody is offered it, and nothing answers', async () => {
  const other = await startServer({ environment: { VOICE_RELAY: 'off' } })
  const client = await connect(other.origin)
  await client.join('general', 'Anna')
  expect((await ask(client, 'voice:join', { roomId: 'general' })).relay).toBeNull()
  const socket = connectTcp(other.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.resume()
  socket.write(Buffer.from('00030000', 'hex'))
  await once(socket, 'close')
  expect((await fetch(`${other.origin}/api/health`)).status).toBe(200)
  await other.stop()
})

test('where it is elsewhere that is said', async () => {
  const other = await startServer({ environment: { VOICE_RELAY: 'voice.example.org' } })
  const { relay } = await join(other)
  expect(relay.address).toBe(`voice.example.org:${other.port}`)
  expect(await (await open(relay, other)).allocate()).toBe(0)
  await other.stop()
})

test.skipIf(!hasRedis)('of several instances that of the home of the room is told', async () => {
  const redis = await startRedis()
  const environment = { REDIS_URL: redis.url, VOICE_RELAY: '127.0.0.1' }
  const [home, other] = [await startServer({ environment }), await startServer({ environment })]
  const [first, second] = [await join(home), await join(other)]
  for (const { relay } of [first, second]) expect(relay.address).toBe(`127.0.0.1:${home.port}`)

  const turn = await open(second.relay, home)
  expect(await turn.allocate()).toBe(0)
  expect(await turn.permit('127.0.0.1', second.port)).toBe(0)
  const answer = await exchange(turn, second, (payload) =>
    turn.send('127.0.0.1', second.port, payload),
  )
  expect(answer).toMatchObject({ by: 'indication', from: second.port })
  // The other one has never heard of them.
  expect(await (await open(second.relay, other)).allocate()).toBe(401)

  for (const server of [home, other]) {
    expect(faultsOf([server])).toEqual([])
    await server.stop()
  }
  await redis.remove()
})
