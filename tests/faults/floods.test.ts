import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { say } from '../support/redis-conversation.ts'
import { faultsOf } from '../support/setups.ts'
import { removeTemporaryFolders, startServer, type StartedServer } from '../support/start-server.ts'

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

/** More than any budget and the thousand refusals that are put up with. */
const EVENTS = 1_600

const SOME_ID = '5f6c2f0a-8a55-4b0f-9e0a-2f4f3f9d1c77'

test.each([
  ['chat:message', { roomId: 'general', text: 'Flood' }],
  ['chat:typing', { roomId: 'general' }],
  ['room:join', { roomId: 'general', user: { name: 'Flood' } }],
  ['room:leave', undefined],
  ['chat:reaction', { messageId: SOME_ID, emoji: '👍' }],
  ['chat:history', { roomId: 'general' }],
  ['chat:search', { query: 'flood' }],
  ['chat:direct', { to: 'Anna', text: 'Flood' }],
  ['profile:activity', { isActive: true }],
  ['call:request', { to: 'Anna' }],
  ['call:end', { to: 'Anna' }],
  ['webrtc:ice', { to: 'Anna', candidate: null }],
])('G12: a flood of %s is throttled, then cut, and others go on', async (event, payload) => {
  const [anna, ben, flood] = [
    await connect(server.origin),
    await connect(server.origin),
    await connect(server.origin),
  ]
  await anna.join('music', 'Anna')
  await ben.join('music', 'Ben')
  await flood.join('general', 'Flood')
  const isCut = new Promise((resolve) => flood.socket.once('disconnect', resolve))
  for (let count = 0; count < EVENTS; count += 1) flood.emit(event, payload)
  for (let count = 0; count < 5; count += 1) {
    const { id } = await say(anna, 'music', `Calm ${count}`)
    await ben.next('chat:message', (message) => message.id === id)
  }
  expect(await isCut).toBe('io server disconnect')
  // Not the last one: what was within the budget may be answered by the store after the throttle's refusals.
  const refusals = flood.received.filter(({ name }) => name === 'error')
  expect(refusals.map(({ payload }) => payload)).toContainEqual(
    expect.objectContaining({ code: 'rate-limited' }),
  )
})
