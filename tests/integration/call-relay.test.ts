import { connect as connectTcp } from 'node:net'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RelayWire } from '#shared/protocol/relay-wire.ts'
import { requests } from '#shared/protocol/requests.ts'
import { keyOf, type Endpoint } from '../../src-server/relay/endpoint.ts'
import { ring, talk, twoPeople, type Two } from '../support/calls.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask, refusalOf } from '../support/conversation.ts'
import type { Participant } from '../support/deployments.ts'
import { parseExactly } from '../support/exactly.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { faultsOf } from '../support/setups.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'
import { connectTurn, type TurnClient } from '../support/turn-client.ts'

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
  expect(faultsOf([server])).toEqual([])
  await server.stop()
  removeTemporaryFolders()
})

const people = (of = server) =>
  twoPeople({
    async person(name: string): Promise<Participant> {
      const client = await connect(of.origin)
      const { you, token } = await client.join('general', name)
      return { client, id: you.id, name, token }
    },
  })

/** By what this one reaches the other one, as the server tells it. */
async function relayFor(me: TestClient, other: Participant): Promise<RelayWire> {
  const { relay } = await ask(me, 'call:ways', { to: other.id })
  if (!relay) throw new Error('There is no relay')
  return relay
}

async function open(relay: RelayWire, of = server): Promise<TurnClient> {
  const turn = await connectTurn(of.port, relay)
  turns.push(turn)
  return turn
}

const textOf = ({ address }: Endpoint): string => [...address].join('.')

/** An allocation of this one's, and where the other one reaches it. */
async function allocate(me: TestClient, other: Participant, of = server) {
  const turn = await open(await relayFor(me, other), of)
  expect(await turn.allocate()).toBe(0)
  if (!turn.relayed) throw new Error('There is no address')
  const { relayed } = turn
  return { turn, relayed, address: textOf(relayed), port: relayed.port }
}

type End = Awaited<ReturnType<typeof allocate>>

/** Both ends of their call, each of which may send to the other. */
async function bothEnds({ anna, ben }: Two, of = server): Promise<{ anna: End; ben: End }> {
  const ends = {
    anna: await allocate(anna.client, ben, of),
    ben: await allocate(ben.client, anna, of),
  }
  expect(await ends.anna.turn.permit(ends.ben.address, ends.ben.port)).toBe(0)
  expect(await ends.ben.turn.permit(ends.anna.address, ends.anna.port)).toBe(0)
  return ends
}

const heardOf = (end: End, word: string) =>
  end.turn.arrived.filter(({ payload }) => payload.toString() === word)

/** Says it until it is heard: what comes before the head start of the direct way is over is dropped. */
async function expectHeard(from: End, to: End, word: string): Promise<void> {
  await until(() => {
    from.turn.send(to.address, to.port, Buffer.from(word))
    return heardOf(to, word).length > 0
  }, PATIENCE_MS)
}

describe('the two devices of a call', () => {
  test('reach each other through the server, each by the address of the other', async () => {
    const two = await people()
    await talk(two)
    const { anna, ben } = await bothEnds(two)
    expect(keyOf(anna.relayed)).not.toBe(keyOf(ben.relayed))
    await expectHeard(anna, ben, 'hello')
    await expectHeard(ben, anna, 'good morning')
    expect(heardOf(ben, 'hello')[0]).toMatchObject({
      ...{ by: 'indication', address: anna.address, from: anna.port },
    })

    expect(await anna.turn.bind(0x4000, ben.address, ben.port)).toBe(0)
    expect(await ben.turn.bind(0x4001, anna.address, anna.port)).toBe(0)
    anna.turn.sendIn(0x4000, Buffer.from('in a channel'))
    await ben.turn.until(() => heardOf(ben, 'in a channel').length > 0)
    expect(heardOf(ben, 'in a channel')[0]).toMatchObject({ by: 'channel', from: 0x4001 })
  })

  test('send as much as a picture takes, and all of it in order', async () => {
    const two = await people()
    await talk(two)
    const { anna, ben } = await bothEnds(two)
    await expectHeard(anna, ben, 'hello')
    await anna.turn.bind(0x4000, ben.address, ben.port)
    await ben.turn.bind(0x4001, anna.address, anna.port)
    // A second of 2.5 Mb/s, in pieces that a network takes 20 ms for.
    const sent: string[] = []
    for (let piece = 0; piece < 50; piece += 1) {
      const packets = Array.from({ length: 6 }, () => randomBytes(1_000))
      for (const packet of packets) anna.turn.sendIn(0x4000, packet)
      sent.push(...packets.map((packet) => packet.toString('hex')))
      await ben.turn.until(() => inChannel(ben).length === sent.length)
    }
    expect(inChannel(ben)).toEqual(sent)
  })

  test('are told nothing before the call is answered, nor after it is over', async () => {
    const two = await people()
    const { anna, ben } = two
    const call = await ring(two)
    for (const { client } of [anna, ben]) {
      const to = client === anna.client ? ben.id : anna.id
      expect(await refusalOf(client, 'call:ways', { to })).toBe('conflict')
    }
    await ask(ben.client, 'call:accept', { to: anna.name })
    const answer = await ask(anna.client, 'call:ways', { to: ben.name, callId: call.id })
    const { ok: _ok, ...ways } = answer
    expect(parseExactly(requests['call:ways'].reply, ways).iceServers).toEqual([])
    await ask(anna.client, 'call:end', { to: ben.name })
    expect(await refusalOf(anna.client, 'call:ways', { to: ben.id })).toBe('not-found')
  })

  test('lose the way when the call ends, and cannot come back by it', async () => {
    const two = await people()
    await talk(two)
    const pass = await relayFor(two.anna.client, two.ben)
    const { anna, ben } = await bothEnds(two)
    await expectHeard(anna, ben, 'hello')
    await ask(two.ben.client, 'call:end', { to: two.anna.id })
    await Promise.all([anna.turn.closed(), ben.turn.closed()])
    expect(await (await open(pass)).allocate()).toBe(401)
  })

  test('keep it while they find another, and begin nothing with what was told before', async () => {
    const two = await people()
    await talk(two)
    const former = await relayFor(two.anna.client, two.ben)
    const { anna, ben } = await bothEnds(two)
    await expectHeard(anna, ben, 'hello')
    expect(await (await open(former)).allocate()).toBe(486)
    const again = await allocate(two.anna.client, two.ben)
    expect(await again.turn.permit(ben.address, ben.port)).toBe(0)
    await expectHeard(again, ben, 'by another way')
    anna.turn.send(ben.address, ben.port, Buffer.from('still here'))
    await ben.turn.until(() => heardOf(ben, 'still here').length > 0)
    expect(await anna.turn.refresh(600)).toBe(0)
  })

  test('have it anew after a reload, while what the device had before goes on until then', async () => {
    const two = await people()
    const call = await talk(two)
    const { anna, ben } = await bothEnds(two)
    await expectHeard(anna, ben, 'hello')
    two.anna.client.close()
    const back = await connect(server.origin, { token: two.anna.token })
    await back.join('general', two.anna.name)
    expect(await refusalOf(back, 'call:ways', { to: two.ben.id })).toBe('conflict')
    anna.turn.send(ben.address, ben.port, Buffer.from('still here'))
    await ben.turn.until(() => heardOf(ben, 'still here').length > 0)
    await ask(back, 'call:resume', { callId: call.id, tellsMedia: true })
    const again = await allocate(back, two.ben)
    expect(await again.turn.permit(ben.address, ben.port)).toBe(0)
    await expectHeard(again, ben, 'back again')
  })

  test('use as many networks at once as a device has, and no end of them', async () => {
    const two = await people()
    await talk(two)
    const pass = await relayFor(two.anna.client, two.ben)
    const codes: number[] = []
    for (let network = 0; network < 5; network += 1) {
      codes.push(await (await open(pass)).allocate())
    }
    expect(codes).toEqual([0, 0, 0, 0, 486])
  })
})

describe('through the relay of a call', () => {
  test('nobody of another call is reached, nor anything else', async () => {
    const [two, others] = [await people(), await people()]
    await talk(two)
    await talk(others)
    const { anna, ben } = await bothEnds(two)
    const theirs = await bothEnds(others)
    // The address is that of all, and so is permitted: it is the port that leads nowhere.
    expect(await anna.turn.permit(theirs.ben.address, theirs.ben.port)).toBe(0)
    expect(await anna.turn.bind(0x4002, theirs.ben.address, theirs.ben.port)).toBe(403)
    for (const address of ['127.0.0.1', '10.0.0.1', '203.0.113.7']) {
      expect(await anna.turn.permit(address, server.port)).toBe(403)
      expect(await anna.turn.bind(0x4003, address, server.port)).toBe(403)
    }
    // What is sent after these is heard, so they have been dealt with.
    await expectHeard(anna, ben, 'hello')
    anna.turn.send(theirs.ben.address, theirs.ben.port, Buffer.from('strangers'))
    anna.turn.send(theirs.anna.address, theirs.anna.port, Buffer.from('strangers'))
    anna.turn.sendIn(0x4002, Buffer.from('strangers'))
    anna.turn.send(anna.address, anna.port, Buffer.from('myself'))
    anna.turn.send(ben.address, ben.port, Buffer.from('after them'))
    await ben.turn.until(() => heardOf(ben, 'after them').length > 0)
    await expectHeard(theirs.anna, theirs.ben, 'among ourselves')
    expect([theirs.anna, theirs.ben].flatMap((end) => heardOf(end, 'strangers'))).toEqual([])
    expect(heardOf(anna, 'myself')).toEqual([])
  })

  test('nobody comes without a pass that holds', async () => {
    const two = await people()
    await talk(two)
    const relay = await relayFor(two.anna.client, two.ben)
    for (const wrong of [
      { ...relay, credential: 'guessed' },
      { ...relay, username: two.anna.id },
      { ...relay, username: '00000000-0000-4000-8000-000000000000' },
    ]) {
      expect(await (await open(wrong)).allocate()).toBe(401)
    }
  })

  test('strangers and other devices of the two are told nothing', async () => {
    const two = await people()
    const call = await talk(two)
    const { anna: stranger } = await people()
    const { anna, ben } = two
    const tablet = await connect(server.origin, { token: anna.token })
    await tablet.join('general', anna.name)
    const of = { to: ben.id, callId: call.id }
    expect(await refusalOf(tablet, 'call:ways', of)).toBe('conflict')
    expect(await refusalOf(stranger.client, 'call:ways', of)).toBe('not-found')
    expect(await refusalOf(anna.client, 'call:ways', { to: stranger.id })).toBe('not-found')
    expect(await refusalOf(await connect(server.origin), 'call:ways', of)).toBe('unauthorized')
  })

  test('a flood is held back at its sender, and the other one goes on being heard', async () => {
    const two = await people()
    await talk(two)
    const { anna, ben } = await bothEnds(two)
    await expectHeard(ben, anna, 'hello')
    await anna.turn.bind(0x4000, ben.address, ben.port)
    const began = performance.now()
    for (let packet = 0; packet < 4_000; packet += 1) anna.turn.sendIn(0x4000, randomBytes(1_000))
    ben.turn.send(anna.address, anna.port, Buffer.from('still here'))
    await anna.turn.until(() => heardOf(anna, 'still here').length > 0)
    // 400 kB at once and 750 kB in each second.
    await until(() => heardBytes(ben) > 1_500_000, PATIENCE_MS)
    expect(performance.now() - began).toBeGreaterThan(1_000)
    expect((await fetch(`${server.origin}/api/health`)).status).toBe(200)
  })
})

const inChannel = ({ turn }: End): string[] =>
  turn.arrived.flatMap(({ by, payload }) => (by === 'channel' ? [payload.toString('hex')] : []))

const heardBytes = ({ turn }: End): number =>
  turn.arrived.reduce((sum, { payload }) => sum + payload.length, 0)

describe('a server', () => {
  test('that was started again knows no pass from before, and gives new ones', async () => {
    const first = await startServer()
    const two = await people(first)
    const call = await talk(two)
    const pass = await relayFor(two.anna.client, two.ben)
    await first.kill()
    const again = await startServer({
      dataDir: first.dataDir,
      environment: { PORT: String(first.port) },
    })
    expect(await (await open(pass, again)).allocate()).toBe(401)
    const back = await Promise.all(
      [two.anna, two.ben].map(async (person) => {
        const client = await connect(again.origin, { token: person.token })
        await client.join('general', person.name)
        await ask(client, 'call:resume', { callId: call.id, tellsMedia: true })
        return { ...person, client }
      }),
    )
    const [anna, ben] = back as [Participant, Participant]
    const ends = await bothEnds({ anna, ben }, again)
    await expectHeard(ends.anna, ends.ben, 'back again')
    await again.stop()
  })

  test('whose relay is switched off says so, and nothing answers', async () => {
    const other = await startServer({ environment: { VOICE_RELAY: 'off' } })
    const two = await people(other)
    await talk(two)
    expect(await ask(two.anna.client, 'call:ways', { to: two.ben.id })).toMatchObject({
      ...{ iceServers: [], relay: null },
    })
    const socket = connectTcp(other.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    socket.write(Buffer.from('00030000', 'hex'))
    await once(socket, 'close')
    await other.stop()
  })

  test('whose relay is elsewhere says where', async () => {
    const other = await startServer({ environment: { VOICE_RELAY: 'voice.example.org' } })
    const two = await people(other)
    await talk(two)
    const relay = await relayFor(two.anna.client, two.ben)
    expect(relay.address).toBe(`voice.example.org:${other.port}`)
    await other.stop()
  })

  test.skipIf(!hasRedis)('on Redis relays no calls, whatever it is told of voice', async () => {
    const redis = await startRedis()
    const environment = { REDIS_URL: redis.url, VOICE_RELAY: 'voice.example.org' }
    const other = await startServer({ environment })
    const two = await people(other)
    await talk(two)
    expect(await ask(two.anna.client, 'call:ways', { to: two.ben.id })).toMatchObject({
      relay: null,
    })
    await other.stop()
    await redis.remove()
  })
})
