import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IceServerWire } from '#shared/protocol/relay-wire.ts'
import { talk, twoPeople } from '../support/calls.ts'
import { closeClients, connect } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { until } from '../support/redis-conversation.ts'
import { faultsOf } from '../support/setups.ts'
import {
  removeTemporaryFolders,
  runUntilExit,
  startServer,
  type StartedServer,
} from '../support/start-server.ts'
import { connectTurn, type TurnClient } from '../support/turn-client.ts'
import { hasTurnServer, startTurnServer, type TestTurnServer } from '../support/turn-server.ts'

const SECRET = 'a-secret-of-two-servers'

const turns: TurnClient[] = []

afterEach(() => {
  for (const turn of turns.splice(0)) turn.close()
  closeClients()
})
afterAll(removeTemporaryFolders)

/** What both of a call are told of servers elsewhere. */
async function serversOfCall(server: StartedServer) {
  const two = await twoPeople({
    async person(name) {
      const client = await connect(server.origin)
      const { you, token } = await client.join('general', name)
      return { client, id: you.id, name, token }
    },
  })
  await talk(two)
  const { anna, ben } = two
  const ofAnna = await ask(anna.client, 'call:ways', { to: ben.id })
  const ofBen = await ask(ben.client, 'call:ways', { to: anna.id })
  return { anna, ben, ofAnna: ofAnna.iceServers, ofBen: ofBen.iceServers }
}

test('servers elsewhere are told, with credentials that say whose they are and until when', async () => {
  const environment = {
    STUN_URLS: 'stun:stun.lan:3478',
    TURN_URLS: 'turn:turn.lan:3478, turns:turn.lan:5349?transport=tcp',
    TURN_SECRET: SECRET,
    LOG_LEVEL: 'debug',
  }
  const server = await startServer({ environment })
  const before = Math.floor(Date.now() / 1_000)
  const { anna, ofAnna, ofBen } = await serversOfCall(server)
  const [stun, turn] = ofAnna
  expect(stun).toEqual({ urls: ['stun:stun.lan:3478'] })
  expect(turn?.urls).toEqual(['turn:turn.lan:3478', 'turns:turn.lan:5349?transport=tcp'])
  const [until = '', id] = turn?.username?.split(':') ?? []
  expect(id).toBe(anna.id)
  expect(Number(until) - before).toBeGreaterThanOrEqual(12 * 3_600)
  expect(Number(until) - before).toBeLessThan(12 * 3_600 + 60)
  expect(ofBen[1]?.credential).not.toBe(turn?.credential)
  await server.stop()
  const { stdout, stderr } = server.output
  expect(`${stdout}${stderr}`).not.toContain(SECRET)
  expect(`${stdout}${stderr}`).not.toContain(turn?.credential)
  expect(faultsOf([server])).toEqual([])
})

test('a server that is set up wrongly says what is wrong, and no secret', async () => {
  const environment = { TURN_URLS: 'turn:anna:hidden@turn.lan', TURN_SECRET: SECRET }
  const { exitCode, stderr } = await runUntilExit({ environment })
  expect(exitCode).not.toBe(0)
  expect(stderr).toMatch(/TURN_URLS must be a comma-separated list of TURN servers/)
  expect(stderr).not.toMatch(/hidden|a-secret/)
})

// Who says whether the credentials are good is the one that they are for.
describe('a TURN server that shares the secret (coturn)', () => {
  let turnServer: TestTurnServer | null = null
  let server: StartedServer

  beforeAll(async () => {
    if (!hasTurnServer) return
    turnServer = await startTurnServer(SECRET)
    server = await startServer({
      environment: { TURN_URLS: `turn:127.0.0.1:${turnServer.port}`, TURN_SECRET: SECRET },
    })
  })
  afterAll(async () => {
    if (!turnServer) return
    await server.stop()
    await turnServer.remove()
  })
  beforeEach((context) => {
    if (!turnServer) context.skip('coturn is not installed')
  })

  async function open({ username = '', credential = '' }: Partial<IceServerWire> = {}) {
    const turn = await connectTurn(turnServer?.port ?? 0, { username, credential })
    turns.push(turn)
    return turn
  }

  test('carries what the two of a call send each other', async () => {
    const { ofAnna, ofBen } = await serversOfCall(server)
    const ends = [await open(ofAnna[0]), await open(ofBen[0])] as const
    const [anna, ben] = ends
    for (const turn of ends) expect(await turn.allocate()).toBe(0)
    const addressOf = ({ relayed }: TurnClient) => ({
      address: [...(relayed?.address ?? [])].join('.'),
      port: relayed?.port ?? 0,
    })
    const [ofOne, ofOther] = [addressOf(anna), addressOf(ben)]
    expect(await anna.permit(ofOther.address, ofOther.port)).toBe(0)
    expect(await ben.permit(ofOne.address, ofOne.port)).toBe(0)
    await until(() => {
      anna.send(ofOther.address, ofOther.port, Buffer.from('hello'))
      return ben.arrived.some(({ payload }) => payload.toString() === 'hello')
    })
  })

  test('refuses credentials that were changed', async () => {
    const { ofAnna } = await serversOfCall(server)
    const [given] = ofAnna
    const later = given?.username?.replace(/^\d+/, (seconds) => String(Number(seconds) + 1)) ?? ''
    expect(await (await open({ ...given, username: later })).allocate()).toBe(401)
    expect(await (await open({ ...given, credential: 'guessed' })).allocate()).toBe(401)
    expect(await (await open(given)).allocate()).toBe(0)
  })
})
