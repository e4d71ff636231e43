import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { closeClients } from '../support/client.ts'
import { createRandom } from '../support/random.ts'
import { hasRedis } from '../support/redis-server.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'
import { cutAnswers } from './checks/cut-answers.ts'
import { killRounds } from './checks/kill-rounds.ts'
import { onInstances, onRedis, onSqlite } from './checks/places.ts'
import { repeatKey } from './checks/repeated-key.ts'

/** Enough to notice a mistake of every day; `FAULT_ROUNDS=50` is for before a release. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 5)

/** So many lost answers for each round. */
const CUTS_PER_ROUND = 10

const ROUND_WITHIN_MS = 40_000

afterEach(closeClients)
afterAll(removeTemporaryFolders)

const places = [
  ['SQLite', 'the server', 'A01', onSqlite] as const,
  ...(hasRedis
    ? ([
        ['Redis', 'Redis itself', 'D01', onRedis],
        ['Redis', 'an instance', 'D06', onInstances],
      ] as const)
    : []),
]

describe.each(places)('on %s, %s killed', (_store, _who, id, prepare) => {
  test(
    `${id}: acknowledged means stored, whatever dies and when`,
    { timeout: ROUNDS * ROUND_WITHIN_MS },
    async () => {
      const place = await prepare()
      try {
        const random = createRandom(`kill -9: ${place.name}`)
        const { problems, acked, stored } = await killRounds(place, { rounds: ROUNDS, random })
        console.log(`${place.name}: ${ROUNDS} kills, ${acked} acked, ${stored} stored`)
        expect(problems).toEqual([])
        expect(acked).toBeGreaterThan(ROUNDS)
      } finally {
        await place.remove()
      }
    },
  )

  test('A14: one key is one message, sent a thousand times and after a kill', async () => {
    const place = await prepare()
    try {
      expect(await repeatKey(place)).toEqual([])
    } finally {
      await place.remove()
    }
  })
})

test.each(places.slice(0, 2))(
  'A15: on %s, a message whose answer was lost is there once when it is sent again',
  { timeout: ROUNDS * ROUND_WITHIN_MS },
  async (_store, _who, _id, prepare) => {
    const place = await prepare()
    try {
      expect(await cutAnswers(place, ROUNDS * CUTS_PER_ROUND)).toEqual([])
    } finally {
      await place.remove()
    }
  },
)
