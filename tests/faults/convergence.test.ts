import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom, randomFrom } from '../support/random.ts'
import { hasRedis } from '../support/redis-server.ts'
import { onRedis, onSqlite, SET_UP_WITHIN_MS, type RunningSetup } from '../support/setups.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'
import { sayAtOnce } from './checks/one-order.ts'
import { talkOnShakyNetwork } from './checks/shaky-network.ts'
import { planFor } from './convergence/schedule.ts'
import { weather } from './convergence/storm.ts'

/** `CONVERGENCE_SEEDS=20` is for before a release. */
const SEEDS = Number(process.env['CONVERGENCE_SEEDS'] ?? 2)
const PEOPLE = 8
const STEPS = 400

const WITHIN = { timeout: 180_000 }

afterAll(removeTemporaryFolders)

const first = createRandom('convergence').seed
const seeds = Array.from({ length: SEEDS }, (_, index) => first + index)

const setups = [onSqlite, ...(hasRedis ? [onRedis(1), onRedis(3)] : [])]

/**
 * What is left is calculated from the plan alone, without any server, and is the same for every store:
 * so the stores agree with one another because they agree with the calculation.
 */
describe.each(setups)('everybody ends with the same history on $name', (setup) => {
  let running: RunningSetup
  beforeAll(async () => {
    running = await setup.start()
  }, SET_UP_WITHIN_MS)
  afterAll(() => running.stop())

  test('A17, D15: whoever says what at once, everybody sees the same order', WITHIN, async () => {
    const problems = await sayAtOnce(running.running(), { senders: 10, linesEach: 90 })
    expect(problems).toEqual([])
  })

  test('C03: what is said on a network that fails reaches everybody once', WITHIN, async () => {
    // Not the seed of a plan: the same keys would be said twice in one room.
    const random = randomFrom(first + 500_000)
    const options = { random, people: 10, linesEach: 40 }
    expect(await talkOnShakyNetwork(running.running(), options)).toEqual([])
  })

  test.each(seeds)('seed %i', WITHIN, async (seed) => {
    const names = Array.from({ length: PEOPLE }, (_, index) => `P${index} ${seed}`)
    const { plan, remains } = planFor(randomFrom(seed), names, STEPS)
    const after = await weather(running, plan, randomFrom(seed + 1))
    expect(after.problems).toEqual([])
    const keys = new Set(remains.map(({ key }) => key))
    const left = after.remains.filter(({ key }) => keys.has(key))
    const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1)
    expect(left.toSorted(byKey)).toEqual(remains.toSorted(byKey))
  })
})
