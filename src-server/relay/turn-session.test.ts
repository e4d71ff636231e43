import { beforeEach, describe, expect, test } from 'vitest'
import { endpointOf, type Endpoint } from './endpoint.ts'
import { createFrameReader, writeChannelData, type Frame } from './frames.ts'
import type { Lines } from './lines.ts'
import {
  ATTRIBUTE,
  isSignedWith,
  longTermKey,
  METHOD,
  readStun,
  readXorAddress,
  valueIn,
  writeStun,
  writeUInt32,
  writeXorAddress,
  type StunAttribute,
  type StunMessage,
} from './stun.ts'
import { createTurnSession, HEAD_START_MS, REALM } from './turn-session.ts'

const VOICE = 5_000
const TRANSACTION = Buffer.alloc(12, 9)
const KEYS = new Map(['anna', 'ben'].map((name) => [name, longTermKey(name, REALM, 'secret')]))

const at = (address: string, port = VOICE): Endpoint => {
  const endpoint = endpointOf(address, port)
  if (!endpoint) throw new Error('This is no address')
  return endpoint
}
const PEER = at('192.0.2.1')
const OTHER = at('192.0.2.2')
const FORBIDDEN = at('192.0.2.3')
const payload = Buffer.from('sound')

const attribute = (type: number, ...bytes: number[]): StunAttribute => ({
  ...{ type, value: Buffer.from(bytes) },
})
const transport = attribute(ATTRIBUTE.requestedTransport, 17, 0, 0, 0)
const peer = (endpoint: Endpoint): StunAttribute => ({
  type: ATTRIBUTE.xorPeerAddress,
  value: writeXorAddress(endpoint, TRANSACTION),
})
const channel = (number: number): StunAttribute =>
  attribute(ATTRIBUTE.channelNumber, number >> 8, number & 0xff, 0, 0)
const lifetime = (seconds: number): StunAttribute => ({
  type: ATTRIBUTE.lifetime,
  value: writeUInt32(seconds),
})

/** A session whose client and whose voice are the test. */
function createWorld() {
  const answers: StunMessage[] = []
  const delivered: Frame[] = []
  const relayed: { peer: Endpoint; payload: string }[] = []
  const frames = createFrameReader()
  const world = { now: 1_000, places: 1, released: 0 }
  const lines: Lines = {
    relayed: at('127.0.0.1', 40_000),
    permits: ({ address }) => !address.equals(FORBIDDEN.address),
    leadsTo: ({ port }) => port === VOICE,
    send: (to, bytes) => void relayed.push({ peer: to, payload: bytes.toString() }),
    close: () => void (world.places += 1),
  }
  const session = createTurnSession({
    client: at('198.51.100.7', 40_000),
    nonce: 'nonce',
    now: () => world.now,
    keyFor: (username) => KEYS.get(username) ?? null,
    open: () => ((world.places -= 1) >= 0 ? lines : null),
    answer(bytes) {
      const message = readStun(bytes)
      if (message) answers.push(message)
    },
    deliver: (bytes) => void frames.read(bytes, (frame) => delivered.push(frame)),
    release: () => void (world.released += 1),
  })

  const stun = (bytes: Buffer): boolean => session.take({ kind: 'stun', bytes })
  function ask(
    method: number,
    attributes: readonly StunAttribute[],
    { username = 'anna', nonce = 'nonce', realm = REALM, key = KEYS.get(username) ?? null } = {},
  ): number {
    const who = [
      { type: ATTRIBUTE.username, value: Buffer.from(username) },
      { type: ATTRIBUTE.realm, value: Buffer.from(realm) },
      { type: ATTRIBUTE.nonce, value: Buffer.from(nonce) },
    ]
    const head = { kind: 'request', method, transaction: TRANSACTION } as const
    stun(writeStun(head, [...attributes, ...who], { key }))
    return lastCode()
  }
  function lastCode(): number {
    const answer = answers.at(-1)
    const value = answer && valueIn(answer, ATTRIBUTE.errorCode)
    return value ? (value[2] ?? 0) * 100 + (value[3] ?? 0) : 0
  }
  const indicate = (to: Endpoint, bytes = payload): boolean =>
    stun(
      writeStun({ kind: 'indication', method: METHOD.send, transaction: TRANSACTION }, [
        peer(to),
        { type: ATTRIBUTE.data, value: bytes },
      ]),
    )
  return {
    ...{ world, session, answers, delivered, relayed, stun, ask, lastCode, indicate },
    /** With an allocation that may be used. */
    allocated() {
      expect(ask(METHOD.allocate, [transport])).toBe(0)
      world.now += HEAD_START_MS
    },
  }
}

let turn: ReturnType<typeof createWorld>
beforeEach(() => {
  turn = createWorld()
})

describe('who asks', () => {
  test('is told what to sign with, and then believed', () => {
    turn.stun(writeStun({ kind: 'request', method: METHOD.allocate, transaction: TRANSACTION }, []))
    const [challenge] = turn.answers
    expect(turn.lastCode()).toBe(401)
    expect(challenge && valueIn(challenge, ATTRIBUTE.realm)?.toString()).toBe(REALM)
    expect(challenge && valueIn(challenge, ATTRIBUTE.nonce)?.toString()).toBe('nonce')

    expect(turn.ask(METHOD.allocate, [transport])).toBe(0)
    const answer = turn.answers.at(-1) as StunMessage
    expect(isSignedWith(answer, KEYS.get('anna') as Buffer)).toBe(true)
    const mapped = valueIn(answer, ATTRIBUTE.xorMappedAddress) as Buffer
    expect(readXorAddress(mapped, TRANSACTION)).toEqual(at('198.51.100.7', 40_000))
    expect(valueIn(answer, ATTRIBUTE.lifetime)?.readUInt32BE()).toBe(600)
    expect(turn.session.isAllocated).toBe(true)
  })

  test.each([
    [401, { username: 'nobody', key: Buffer.from('x') }],
    [401, { key: Buffer.from('x') }],
    [401, { realm: 'elsewhere' }],
    [438, { nonce: 'yesterday' }],
  ])('is refused with %i for %o', (code, who) => {
    expect(turn.ask(METHOD.allocate, [transport], who)).toBe(code)
    expect(turn.session.isAllocated).toBe(false)
  })

  test('may not be somebody else in the middle of it', () => {
    turn.allocated()
    expect(turn.ask(METHOD.refresh, [], { username: 'ben' })).toBe(441)
  })

  test('is sent away when they go on guessing', () => {
    const guess = (): boolean =>
      turn.stun(
        writeStun({ kind: 'request', method: METHOD.allocate, transaction: TRANSACTION }, []),
      )
    const stayed = Array.from({ length: 9 }, guess)
    expect(stayed).toEqual([...Array.from({ length: 8 }, () => true), false])
  })

  test('learns their own address without a word', () => {
    turn.stun(writeStun({ kind: 'request', method: METHOD.binding, transaction: TRANSACTION }, []))
    const value = valueIn(turn.answers[0] as StunMessage, ATTRIBUTE.xorMappedAddress) as Buffer
    expect(readXorAddress(value, TRANSACTION)?.port).toBe(40_000)
  })
})

describe('an allocation', () => {
  test.each([
    [400, []],
    [442, [attribute(ATTRIBUTE.requestedTransport, 6, 0, 0, 0)]],
    [440, [transport, attribute(ATTRIBUTE.requestedAddressFamily, 2, 0, 0, 0)]],
    [420, [transport, attribute(0x0018, 0x80)]],
  ])('is refused with %i when it cannot be as it is wanted', (code, attributes) => {
    expect(turn.ask(METHOD.allocate, attributes)).toBe(code)
    expect(turn.session.isAllocated).toBe(false)
    expect(turn.world.places).toBe(1)
  })

  test('is one for each connection, and as many as there are places', () => {
    turn.allocated()
    expect(turn.ask(METHOD.allocate, [transport])).toBe(437)
    turn = createWorld()
    turn.world.places = 0
    expect(turn.ask(METHOD.allocate, [transport])).toBe(486)
  })

  test('is needed for anything else', () => {
    for (const method of [METHOD.refresh, METHOD.createPermission, METHOD.channelBind]) {
      expect(turn.ask(method, [peer(PEER)])).toBe(437)
    }
    turn.allocated()
    expect(turn.ask(METHOD.send, [])).toBe(400)
  })

  test('ends unless it is refreshed', () => {
    turn.allocated()
    turn.world.now += 599_000
    expect(turn.ask(METHOD.refresh, [])).toBe(0)
    turn.world.now += 599_000
    expect(turn.session.isExpired).toBe(false)
    turn.world.now += 1_000
    expect(turn.session.isExpired).toBe(true)
  })

  test('ends when a lifetime of nothing is wanted', () => {
    turn.allocated()
    expect(turn.ask(METHOD.refresh, [lifetime(0)])).toBe(0)
    expect(turn.session.isAllocated).toBe(false)
    expect(turn.world.released).toBe(1)
  })
})

describe('what the client sends', () => {
  test('goes to voice, to whichever address it was permitted', () => {
    turn.allocated()
    turn.indicate(PEER)
    expect(turn.relayed).toEqual([])
    expect(turn.ask(METHOD.createPermission, [peer(PEER)])).toBe(0)
    turn.indicate(PEER)
    expect(turn.relayed).toEqual([{ peer: PEER, payload: 'sound' }])
    turn.indicate(OTHER)
    expect(turn.relayed).toHaveLength(1)
    turn.world.now += 300_000
    turn.indicate(PEER)
    expect(turn.relayed).toHaveLength(1)
  })

  test('goes through a channel as well', () => {
    turn.allocated()
    expect(turn.ask(METHOD.channelBind, [channel(0x4000), peer(PEER)])).toBe(0)
    turn.session.take({ kind: 'channel', channel: 0x4000, payload })
    turn.session.take({ kind: 'channel', channel: 0x4001, payload })
    expect(turn.relayed).toEqual([{ peer: PEER, payload: 'sound' }])
  })

  test('goes to no other port of any machine', () => {
    turn.allocated()
    const elsewhere = at('192.0.2.1', 22)
    expect(turn.ask(METHOD.channelBind, [channel(0x4000), peer(elsewhere)])).toBe(403)
    expect(turn.ask(METHOD.createPermission, [peer(elsewhere)])).toBe(0)
    turn.indicate(elsewhere)
    turn.session.take({ kind: 'channel', channel: 0x4000, payload })
    expect(turn.relayed).toEqual([])
  })

  test('waits until the direct way had its chance', () => {
    expect(turn.ask(METHOD.allocate, [transport])).toBe(0)
    expect(turn.ask(METHOD.createPermission, [peer(PEER)])).toBe(0)
    turn.world.now += HEAD_START_MS - 1
    turn.indicate(PEER)
    expect(turn.relayed).toEqual([])
    turn.world.now += 1
    turn.indicate(PEER)
    expect(turn.relayed).toHaveLength(1)
  })

  test.each([
    ['the number of no channel', 400, [channel(0x3fff), peer(PEER)]],
    ['no number', 400, [peer(PEER)]],
    ['no peer', 400, [channel(0x4000)]],
    ['a channel of another peer', 400, [channel(0x4005), peer(OTHER)]],
    ['a peer with another channel', 400, [channel(0x4006), peer(PEER)]],
    ['a peer of another family', 443, [channel(0x4007), peer(at('2001:db8::1'))]],
  ])('needs a channel that makes sense, and %s does not', (_name, code, attributes) => {
    turn.allocated()
    expect(turn.ask(METHOD.channelBind, [channel(0x4005), peer(PEER)])).toBe(0)
    expect(turn.ask(METHOD.channelBind, attributes)).toBe(code)
  })

  test('needs a permission that makes sense, and not too many', () => {
    turn.allocated()
    expect(turn.ask(METHOD.createPermission, [])).toBe(400)
    expect(turn.ask(METHOD.createPermission, [attribute(ATTRIBUTE.xorPeerAddress, 1)])).toBe(400)
    expect(turn.ask(METHOD.createPermission, [peer(at('::1'))])).toBe(443)
    expect(turn.ask(METHOD.createPermission, [peer(PEER), peer(FORBIDDEN)])).toBe(403)
    for (let number = 101; number <= 116; number += 1) {
      expect(turn.ask(METHOD.createPermission, [peer(at(`192.0.2.${number}`))])).toBe(0)
    }
    expect(turn.ask(METHOD.createPermission, [peer(at('192.0.2.117'))])).toBe(508)
    expect(turn.ask(METHOD.createPermission, [peer(at('192.0.2.116'))])).toBe(0)
  })
})

describe('what voice answers', () => {
  test('comes from the address that the client sent to', () => {
    turn.allocated()
    turn.ask(METHOD.createPermission, [peer(PEER)])
    turn.session.hear(PEER, payload)
    turn.session.hear(OTHER, payload)
    expect(turn.delivered).toHaveLength(1)
    const [frame] = turn.delivered
    const message = frame?.kind === 'stun' ? readStun(frame.bytes) : null
    if (!message) throw new Error('This is no message')
    expect(message).toMatchObject({ kind: 'indication', method: METHOD.data })
    const from = valueIn(message, ATTRIBUTE.xorPeerAddress) as Buffer
    expect(readXorAddress(from, message.transaction)).toEqual(PEER)
    expect(valueIn(message, ATTRIBUTE.data)).toEqual(payload)
  })

  test('comes in the channel of the address, once there is one', () => {
    turn.allocated()
    turn.ask(METHOD.channelBind, [channel(0x4000), peer(PEER)])
    turn.session.hear(PEER, payload)
    expect(turn.delivered).toEqual([{ kind: 'channel', channel: 0x4000, payload }])
    turn.ask(METHOD.refresh, [lifetime(0)])
    turn.session.hear(PEER, payload)
    expect(turn.delivered).toHaveLength(1)
  })
})

test('nothing that is damaged or made up does any harm', () => {
  turn.allocated()
  turn.ask(METHOD.channelBind, [channel(0x4000), peer(PEER)])
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff
    return seed % below
  }
  const head = { kind: 'request', method: METHOD.channelBind, transaction: TRANSACTION } as const
  const good = writeStun(head, [channel(0x4000), peer(PEER)], { key: KEYS.get('anna') ?? null })
  for (let round = 0; round < 5_000; round += 1) {
    const bytes = Buffer.from(good)
    for (let times = random(4); times >= 0; times -= 1) bytes[random(bytes.length)] = random(256)
    const reader = createFrameReader()
    reader.read(Buffer.concat([bytes, writeChannelData(0x4000, payload)]), (frame) => {
      turn.session.take(frame)
    })
  }
  expect(turn.relayed.every((one) => one.peer.port === VOICE)).toBe(true)
  expect(turn.ask(METHOD.refresh, [])).toBe(0)
})
