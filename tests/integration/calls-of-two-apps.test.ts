import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCallsWorld } from '../support/calls-world.ts'
import { createRandom, randomFrom, type Random } from '../support/random.ts'
import { ANNA, JONAS } from '../support/render/fixtures.ts'
import {
  createTalkingApp,
  passTogether,
  TICK_MS,
  type TalkingApp,
} from '../support/render/talking-apps.ts'

const WALKS = 100
const STEPS = 60

/** Often the next thing happens before the last one has arrived. */
const PAUSES_MS = [1, 300, 300, 1_500, 1_500, 12_000]

/** Of decision 0027: the one who is left, and has been in touch with the server, goes within five seconds. */
const LEFT_ALONE_MS = 5_000
/** What a line takes there and back, and a look that is due every so often. */
const SLACK_MS = 1_500

beforeEach(() => {
  const toFake = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const
  vi.useFakeTimers({ toFake: [...toFake] })
})
afterEach(() => void vi.useRealTimers())

/** How long each has been in a call that the other one is not in, and in touch with the server. */
function createWatch(apps: readonly TalkingApp[]) {
  const aloneFrom = new Map<TalkingApp, { id: string; at: number }>()
  /** Calls in which both were: before that the other one is still on the way. */
  const met = new Set<string>()
  let longest = 0

  return {
    longest: () => longest,
    look(): void {
      const [shared, ofOther] = apps.map((app) => app.talksIn())
      if (shared && shared === ofOther) met.add(shared)
      for (const [index, app] of apps.entries()) {
        const id = app.talksIn()
        const other = apps[1 - index]
        const isAlone = id !== null && met.has(id) && other?.talksIn() !== id
        if (!isAlone || !app.isOnline()) {
          aloneFrom.delete(app)
          continue
        }
        const before = aloneFrom.get(app)
        const since = before?.id === id ? before.at : Date.now()
        // Whoever came back for a moment is waited for again.
        const at = Math.max(since, other?.goneAt() ?? 0)
        aloneFrom.set(app, { id, at })
        const ms = Date.now() - at
        longest = Math.max(longest, ms)
        if (ms > LEFT_ALONE_MS + SLACK_MS) {
          throw new Error(`${app.name} is alone in ${id} for ${ms} ms`)
        }
      }
    },
  }
}

async function step(apps: readonly TalkingApp[], random: Random): Promise<void> {
  const app = random.pick(apps)
  if (!app.isRunning) return app.start()
  const { actions, state } = app.app()
  const partner = app.name === ANNA.name ? JONAS : ANNA
  switch (random.below(13)) {
    case 0:
    case 1:
    case 2:
      return void actions.callPerson(partner.id)
    case 3:
    case 4:
    case 5:
    case 6:
      return void actions.acceptCall()
    case 7:
    case 8:
      return void actions.hangUp()
    case 9:
      return state().calls.call?.phase === 'ringing' ? void actions.declineCall(null) : undefined
    case 10:
      return app.cut()
    case 11:
      app.restore()
      return app.app().wake()
    default:
      return app.crash()
  }
}

async function walk(seed: number): Promise<{ calls: number; longest: number }> {
  const random = randomFrom(seed)
  const world = createCallsWorld()
  const instance = world.startInstance()
  const apps: TalkingApp[] = []
  for (const profile of [ANNA, JONAS]) {
    apps.push(await createTalkingApp({ world, instance, profile, random }))
  }
  const watch = createWatch(apps)
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      await passTogether(world, apps)
      watch.look()
    }
  }
  await pass(10_000)
  for (let count = 0; count < STEPS; count += 1) {
    await step(apps, random)
    await pass(random.below(random.pick(PAUSES_MS)))
  }

  // Nobody does anything any more, and everybody is there.
  for (const app of apps) {
    if (!app.isRunning) await app.start()
    app.restore()
    app.app().wake()
  }
  await pass(90_000)
  const live = [...world.store.all.values()].filter(({ phase }) => phase !== 'ended')
  for (const app of apps) {
    const { call } = app.app().state().calls
    expect([app.name, call?.id ?? null]).toEqual([app.name, live[0]?.id ?? null])
  }
  expect(apps.map((app) => app.talksIn() === null)).toEqual(
    apps.map(() => live[0]?.phase !== 'connected'),
  )
  expect(world.errors).toEqual([])
  return { calls: world.store.all.size, longest: watch.longest() }
}

test('whatever two apps do on a bad line, none stays in a call that the other one has left', async () => {
  const random = createRandom('walks of two apps that call each other')
  let calls = 0
  let longest = 0
  for (let count = 0; count < WALKS; count += 1) {
    const seed = 1 + random.below(1_000_000_000)
    try {
      const walked = await walk(seed)
      calls += walked.calls
      longest = Math.max(longest, walked.longest)
    } catch (error) {
      throw new Error(`The walk of seed ${seed} failed`, { cause: error })
    } finally {
      // Nobody tells an app of a test to end.
      vi.clearAllTimers()
    }
  }
  expect(calls).toBeGreaterThan(WALKS)
  // Somebody was left alone now and then, or this would prove nothing.
  expect(longest).toBeGreaterThan(0)
}, 120_000)
