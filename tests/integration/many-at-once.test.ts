import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeClients, connect, type ClientOptions, type TestClient } from '../support/client.ts'
import { refusalOf } from '../support/conversation.ts'
import { until } from '../support/redis-conversation.ts'
import { serverPairs, type ServerPair } from '../support/server-pair.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'

const PEOPLE = 300

/** So many are on their way at any moment: a server that falls behind is not asked for ever more. */
const AT_ONCE = 100

const PATIENCE_MS = 60_000

interface Refused extends Error {
  readonly data?: { readonly code: string }
}

/** A store that has too much to do at the moment says so, and then one tries again. */
async function connectPatiently(origin: string, options: ClientOptions): Promise<TestClient> {
  for (;;) {
    const client = await connect(origin, options).catch((error: Refused) => {
      if (error.data?.code === 'unavailable') return null
      throw error
    })
    if (client) return client
  }
}

/**
 * Of what was answered too late something may have been done: then the name is free in a moment. That
 * there are too many is no such answer: groups of this size are let in.
 */
const HELD_UP = ['unavailable', 'name-taken']

async function joinPatiently(client: TestClient, name: string): Promise<void> {
  const codes: string[] = []
  await until(async () => {
    const code = await refusalOf(client, 'room:join', { roomId: 'general', user: { name } })
    codes.push(code)
    return code === 'ok' || codes[0] !== 'unavailable' || !HELD_UP.includes(code)
  }, PATIENCE_MS)
  expect(codes.at(-1)).toBe('ok')
}

describe.each(serverPairs)('many people at once on $name', ({ start }) => {
  let place: ServerPair
  beforeAll(async () => {
    place = await start()
  }, 60_000)
  afterAll(async () => {
    await place.stop()
    removeTemporaryFolders()
  }, 60_000)
  afterEach(closeClients)

  test('300 people behind one address are all let in', { timeout: 120_000 }, async () => {
    const people: TestClient[] = []
    let begun = 0
    const comeOneAfterTheOther = async (): Promise<void> => {
      for (let index = begun++; index < PEOPLE; index = begun++) {
        const transports: ('polling' | 'websocket')[] =
          index % 10 === 0 ? ['polling', 'websocket'] : ['websocket']
        const origin = place.origins[index % 2] ?? ''
        const client = await connectPatiently(origin, { transports })
        await joinPatiently(client, `Guest ${index}`)
        people[index] = client
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, comeOneAfterTheOther))
    for (const client of people.slice(-2)) {
      await client.next('room:users', (users) => users.length === PEOPLE)
    }
    const info = async () => (await fetch(`${place.origins[1]}/api/info`)).json()
    await expect.poll(info, { timeout: 20_000 }).toMatchObject({ people: PEOPLE })
  })
})
