import { expect, test } from 'vitest'
import { isOfCall } from '#shared/domain/call.ts'
import type { Person } from '#shared/domain/people.ts'
import {
  createCallsWorld,
  does,
  type CallsWorld,
  type Device,
} from '../../tests/support/calls-world.ts'
import { createRandom, randomFrom, type Random } from '../../tests/support/random.ts'

const WALKS = 40
const STEPS = 120

/** A device that lost the server, what it knew of its call by then, and what it does when it is back. */
async function comeBack(world: CallsWorld, lost: Device, random: Random): Promise<void> {
  const instances = [...new Set([...world.devices].map(({ instance }) => instance))]
  const alive = instances.filter(({ isDead }) => !isDead)
  const again = await world.connect(lost.person, random.pick(alive))
  const wasIn = [...lost.seen.values()].find(({ caller, callee }) =>
    [caller.device, callee.device].includes(lost.session.id),
  )
  if (wasIn && random.below(4) > 0) await does.resume(again, wasIn.id)
}

/** One thing that may happen, at random: to the people, their devices, the instances, the time. */
async function step(world: CallsWorld, people: readonly Person[], random: Random): Promise<void> {
  const here = [...world.devices].filter(world.isHere)
  const lost = [...world.devices].filter((device) => !world.isHere(device))
  const device = random.pick(here)
  const to = people.find(({ id }) => id !== device?.person.id)
  const kind = random.below(100)
  // Nobody gets in while nothing can be read.
  if (kind < 28) world.store.isLost = false
  if (kind < 8 || !device || !to) {
    const instances = [...new Set([...world.devices].map(({ instance }) => instance))]
    const alive = instances.filter(({ isDead }) => !isDead)
    if (alive.length > 1 && random.below(3) === 0) world.kill(random.pick(alive))
    else if (alive.length < 2) await world.connect(random.pick(people), world.startInstance())
    return
  }
  if (kind < 16) return world.lose(device)
  if (kind < 28 && lost.length > 0) return comeBack(world, random.pick(lost), random)
  if (kind < 36) return world.pass(random.below(25_000))
  if (kind < 40) return void (world.store.isLost = !world.store.isLost)
  const act = random.pick([
    does.request,
    does.request,
    does.accept,
    does.accept,
    does.reject,
    does.giveUp,
    does.connected,
    does.connected,
    does.end,
  ])
  // Without waiting for it: the next one may come in between.
  void act(device, to).catch(() => undefined)
}

function expectOneEach(world: CallsWorld, people: readonly Person[]): void {
  const live = [...world.store.all.values()].filter(({ phase }) => phase !== 'ended')
  for (const { id } of people) {
    expect(live.filter((call) => isOfCall(call, id)).length).toBeLessThan(2)
  }
}

/** Whoever is connected knows of each call what has become of it. */
function expectAllKnow(world: CallsWorld): void {
  for (const device of [...world.devices].filter(world.isHere)) {
    for (const [id, seen] of device.seen) {
      const call = world.store.all.get(id)
      expect([seen.phase, seen.revision]).toEqual([call?.phase, call?.revision])
    }
  }
}

async function walk(seed: number): Promise<number> {
  const random = randomFrom(seed)
  const world = createCallsWorld()
  const people = ['Anna', 'Ben'].map((name) => world.somebody(name))
  const instances = [world.startInstance(), world.startInstance()]
  for (const person of people) {
    for (const instance of instances) await world.connect(person, instance)
  }
  for (let count = 0; count < STEPS; count += 1) {
    await step(world, people, random)
    expectOneEach(world, people)
  }
  world.store.isLost = false
  // Nobody says anything any more: what is live by then is live because its two devices are there.
  await world.pass(120_000)
  const live = [...world.store.all.values()].filter((call) => call.phase !== 'ended')
  for (const call of live) {
    expect(call.phase).toBe('connected')
    const connected = [...world.devices].filter(world.isHere).map(({ session }) => session.id)
    const ends = call.phase === 'connected' ? [call.callerEnd, call.calleeEnd] : []
    for (const end of ends) {
      expect(connected).toContain(end.device)
      expect(end.awaySince).toBeNull()
    }
  }
  expectAllKnow(world)
  const over = [...world.store.all.values()].filter(({ phase }) => phase === 'ended')
  expect(world.entries.map(({ id }) => id).toSorted()).toEqual(over.map(({ id }) => id).toSorted())
  expect(world.errors).toEqual([])
  return over.length
}

test('whatever happens, both sides end in the same state, and nobody is left in a call', async () => {
  const random = createRandom('walks of two people who call each other')
  let calls = 0
  for (let count = 0; count < WALKS; count += 1) {
    const seed = 1 + random.below(1_000_000_000)
    try {
      calls += await walk(seed)
    } catch (error) {
      throw new Error(`The walk of seed ${seed} failed`, { cause: error })
    }
  }
  expect(calls).toBeGreaterThan(WALKS)
}, 60_000)
