import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeClients, connect } from '../support/client.ts'
import { serverPairs, type ServerPair } from '../support/server-pair.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'

const PEOPLE = 300
const WITHIN_SECONDS = 10

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

  test('300 people behind one address join within ten seconds', { timeout: 60_000 }, async () => {
    const startedAt = performance.now()
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, index) => {
        const transports: ('polling' | 'websocket')[] =
          index % 10 === 0 ? ['polling', 'websocket'] : ['websocket']
        const client = await connect(place.origins[index % 2] ?? '', { transports })
        await client.join('general', `Guest ${index}`)
        return client
      }),
    )
    const seconds = (performance.now() - startedAt) / 1_000
    console.log(`${PEOPLE} people joined in ${seconds.toFixed(1)} s`)
    expect(seconds).toBeLessThan(WITHIN_SECONDS)
    for (const client of people.slice(-2)) {
      await client.next('room:users', (users) => users.length === PEOPLE)
    }
    const response = await fetch(`${place.origins[1]}/api/info`)
    expect(await response.json()).toMatchObject({ people: PEOPLE })
  })
})
