import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { RequestName } from '#shared/protocol/maps.ts'
import { requests } from '#shared/protocol/requests.ts'
import { closeClients, connect } from '../support/client.ts'
import { faultsOf } from '../support/setups.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'
import { validInputs } from '../support/valid-inputs.ts'

let server: StartedServer
beforeAll(async () => {
  server = await startServer()
})
afterEach(closeClients)
afterAll(async () => {
  expect(faultsOf([server])).toEqual([])
  await server.stop()
  removeTemporaryFolders()
})

/** With these one gets an identity, or gives up what one does not have. */
const FOR_STRANGERS: readonly RequestName[] = ['room:join', 'room:leave']

test('G01: who has not said who it is may ask for nothing', async () => {
  const stranger = await connect(server.origin)
  for (const name of Object.keys(requests) as RequestName[]) {
    if (FOR_STRANGERS.includes(name)) continue
    const reply = await stranger.call(name, validInputs[name] as never)
    expect([name, reply]).toMatchObject([name, { ok: false, error: { code: 'unauthorized' } }])
  }
})

test('G01: a token that is missing, tampered with or of another server is nobody', async () => {
  const anna = await connect(server.origin)
  const { token, you } = await anna.join('general', 'Anna')
  const other = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
  const tokens = [
    undefined,
    '',
    other,
    token.toLowerCase(),
    `${token} `,
    token.slice(1),
    'x'.repeat(43),
  ]
  for (const [index, forged] of tokens.entries()) {
    const eve = await connect(server.origin, forged === undefined ? {} : { token: forged })
    const { you: eves, token: given } = await eve.join('music', `Eve ${index}`)
    expect(eves.id).not.toBe(you.id)
    expect(given).not.toBe(forged)
  }
})

test('G01: a connection that never says what it wants is closed', async () => {
  const silent = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`)
  const since = performance.now()
  await new Promise((resolve) => silent.addEventListener('close', resolve))
  expect(performance.now() - since).toBeLessThan(SILENCE_MAX_MS)
})

/** Fifteen seconds, and a margin for a busy machine. */
const SILENCE_MAX_MS = 40_000
