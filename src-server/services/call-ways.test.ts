import { beforeEach, expect, test } from 'vitest'
import type { CallId, PersonId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import {
  createCallsWorld,
  does,
  type CallsWorld,
  type Device,
  type Instance,
} from '../../tests/support/calls-world.ts'

let world: CallsWorld
let instance: Instance
let [anna, ben]: [Person, Person] = [null as never, null as never]
let [laptop, phone]: [Device, Device] = [null as never, null as never]
/** Who holds passes, by their call. */
let admitted: Map<CallId, PersonId[]>

beforeEach(async () => {
  world = createCallsWorld()
  instance = world.startInstance()
  admitted = new Map()
  instance.calls.relayThrough({
    admit(callId, personId) {
      const people = [...(admitted.get(callId) ?? []), personId]
      admitted.set(callId, people)
      return { address: null, username: `${personId} ${people.length}`, credential: 'word' }
    },
    dismiss: (callId) => void admitted.delete(callId),
  })
  anna = world.somebody('Anna')
  ben = world.somebody('Ben')
  laptop = await world.connect(anna, instance)
  phone = await world.connect(ben, instance)
})

async function answered(): Promise<CallId> {
  const requested = await does.request(laptop, ben)
  if (!requested.ok) throw new Error(requested.error.message)
  await does.accept(phone, anna)
  return requested.value.call.id
}

test('both devices of an answered call are told a way, each by a pass of its own', async () => {
  const id = await answered()
  expect(await does.ways(laptop, ben)).toEqual({
    ok: true,
    value: {
      iceServers: [],
      relay: { address: null, username: `${anna.id} 1`, credential: 'word' },
    },
  })
  expect(await does.ways(phone, anna)).toMatchObject({
    value: { relay: { username: `${ben.id} 2` } },
  })
  expect(admitted.get(id)).toEqual([anna.id, ben.id])
})

test('nobody is before the call is answered', async () => {
  await does.request(laptop, ben)
  for (const [device, to] of [
    [laptop, ben],
    [phone, anna],
  ] as const) {
    expect(await does.ways(device, to)).toMatchObject({ error: { code: 'conflict' } })
  }
  expect(admitted.size).toBe(0)
})

test('neither is another device of the two, or anybody else', async () => {
  await answered()
  const tablet = await world.connect(anna, instance)
  const stranger = await world.connect(world.somebody('Zoe'), instance)
  expect(await does.ways(tablet, ben)).toMatchObject({ error: { code: 'conflict' } })
  expect(await does.ways(stranger, ben)).toMatchObject({ error: { code: 'not-found' } })
  expect(await does.ways(laptop, stranger.person)).toMatchObject({ error: { code: 'not-found' } })
  expect(admitted.size).toBe(0)
})

test('the device that has taken the call over is told one, and the former one not any more', async () => {
  const id = await answered()
  const tablet = await world.connect(anna, instance)
  await does.resume(tablet, id)
  expect(await does.ways(tablet, ben)).toMatchObject({ ok: true })
  expect(await does.ways(laptop, ben)).toMatchObject({ error: { code: 'conflict' } })
})

test.each([
  ['is hung up', () => does.end(laptop, ben)],
  ['has failed', () => does.end(laptop, ben, { hasFailed: true })],
  ['ends because nobody came back', () => world.lose(phone).then(() => world.pass(30_000))],
  ['ends because one blocked the other', () => instance.calls.endBetween(anna.id, ben.id)],
])('when the call %s no pass of it is left', async (_how, end) => {
  const id = await answered()
  await does.ways(laptop, ben)
  expect(admitted.has(id)).toBe(true)
  await end()
  expect(admitted.size).toBe(0)
})

test('a call that ends while somebody asks leaves no pass either', async () => {
  await answered()
  const { find } = world.store
  world.store.find = async (id) => {
    world.store.find = find
    await does.end(phone, anna)
    // The pass was given out after that, as far as anybody can tell.
    admitted.set(id, [anna.id])
    return find(id)
  }
  expect(await does.ways(laptop, ben)).toMatchObject({ error: { code: 'conflict' } })
  expect(admitted.size).toBe(0)
})

test('a device that is away for a while keeps what it has', async () => {
  const id = await answered()
  await does.ways(laptop, ben)
  await world.lose(laptop)
  await world.pass(10_000)
  expect(admitted.has(id)).toBe(true)
})

test('a server without a relay has none to tell of, and says so', async () => {
  const other = createCallsWorld()
  const without = other.startInstance()
  const [one, two] = [other.somebody('Anna'), other.somebody('Ben')]
  const [here, there] = [await other.connect(one, without), await other.connect(two, without)]
  await does.request(here, two)
  await does.accept(there, one)
  expect(await does.ways(here, two)).toEqual({ ok: true, value: { iceServers: [], relay: null } })
})
