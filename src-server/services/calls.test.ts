import { beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '#shared/domain/people.ts'
import {
  createCallsWorld,
  does,
  type CallsWorld,
  type Device,
  type Instance,
} from '../../tests/support/calls-world.ts'

let world: CallsWorld
let [one, other]: [Instance, Instance] = [null as never, null as never]
let [anna, ben]: [Person, Person] = [null as never, null as never]
let [laptop, phone]: [Device, Device] = [null as never, null as never]

beforeEach(async () => {
  world = createCallsWorld()
  one = world.startInstance()
  other = world.startInstance()
  anna = world.somebody('Anna')
  ben = world.somebody('Ben')
  laptop = await world.connect(anna, one)
  phone = await world.connect(ben, other)
  // Both know which devices there are.
  await world.pass(10_000)
})

async function ring() {
  const requested = await does.request(laptop, ben)
  if (!requested.ok) throw new Error(requested.error.message)
  return requested.value.call
}

async function talk() {
  const call = await ring()
  await does.accept(phone, anna)
  await does.connected(laptop, ben)
  return call
}

const phaseOf = async (id: Awaited<ReturnType<typeof ring>>['id']) => {
  const call = await world.store.find(id)
  return call?.phase === 'ended' ? call.reason : call?.phase
}

const namesOf = ({ heard }: Device) =>
  heard.map(({ name }) => name).filter((name) => name !== 'call:changed')

const entries = () => world.entries.map(({ id, reason }) => [id, reason])

describe('time', () => {
  test('a call that nobody answers is missed after 45 seconds, and told of once', async () => {
    const { id } = await ring()
    await world.pass(44_000)
    expect(await phaseOf(id)).toBe('ringing')
    await world.pass(2_000)
    expect(await phaseOf(id)).toBe('missed')
    expect(namesOf(laptop)).toEqual(['call:unavailable'])
    expect(namesOf(phone)).toEqual(['call:incoming', 'call:timeout'])
    expect(entries()).toEqual([[id, 'missed']])
  })

  test('a call whose media does not flow within 30 seconds has failed, for both', async () => {
    const { id } = await ring()
    await world.pass(20_000)
    await does.accept(phone, anna)
    await world.pass(29_000)
    expect(await phaseOf(id)).toBe('connecting')
    await world.pass(2_000)
    expect(await phaseOf(id)).toBe('failed')
    for (const device of [laptop, phone]) expect(namesOf(device).at(-1)).toBe('call:ended')
    expect(entries()).toEqual([[id, 'failed']])
  })

  test('a call in which media flows goes on for as long as they like', async () => {
    const { id } = await talk()
    await world.pass(10 * 3_600_000)
    expect(await phaseOf(id)).toBe('connected')
    expect(phone.seen.get(id)?.caller.isAway).toBe(false)
    await does.end(laptop, ben)
    expect(world.entries[0]).toMatchObject({ reason: 'hung-up' })
    expect(phone.seen.get(id)).toMatchObject({ phase: 'ended', duration: 36_000 })
  }, 20_000)
})

describe('a device that is lost', () => {
  test('is shown as away, and the call ends when it stays away for 20 seconds', async () => {
    const { id } = await talk()
    await world.lose(laptop)
    expect(phone.seen.get(id)?.caller).toMatchObject({ id: anna.id, isAway: true })
    await world.pass(19_000)
    expect(await phaseOf(id)).toBe('connected')
    await world.pass(2_000)
    expect(await phaseOf(id)).toBe('failed')
    expect(namesOf(phone).at(-1)).toBe('call:ended')
    expect(entries()).toEqual([[id, 'failed']])
  })

  test('may come back as another connection, to whatever instance', async () => {
    const { id } = await talk()
    await world.lose(laptop)
    await world.pass(15_000)
    const again = await world.connect(anna, other)
    expect(again.seen.get(id)?.phase).toBe('connected')
    expect(await does.resume(again, id)).toMatchObject({ ok: true })
    expect(phone.seen.get(id)?.caller).toMatchObject({ device: again.session.id, isAway: false })
    await world.pass(60_000)
    expect(await phaseOf(id)).toBe('connected')
  })

  test('a reload that is faster than the news of the lost connection goes on as well', async () => {
    const { id } = await talk()
    const again = await world.connect(anna, one)
    expect(await does.resume(again, id)).toMatchObject({ ok: true })
    expect(namesOf(laptop).at(-1)).toBe('call:ended')
    await world.lose(laptop)
    await world.pass(60_000)
    expect(await phaseOf(id)).toBe('connected')
    expect(phone.seen.get(id)?.caller).toMatchObject({ device: again.session.id, isAway: false })
  })

  test('of a caller ends the ringing', async () => {
    const { id } = await ring()
    await world.lose(laptop)
    await world.pass(21_000)
    expect(await phaseOf(id)).toBe('cancelled')
    expect(namesOf(phone).at(-1)).toBe('call:ended')
  })

  test('keeps nobody from calling again with another one', async () => {
    const first = await ring()
    await world.lose(laptop)
    const again = await world.connect(anna, other)
    expect(await does.request(again, ben)).toMatchObject({ ok: true })
    expect(await phaseOf(first.id)).toBe('cancelled')
    expect(world.entries).toHaveLength(1)
  })

  test('goes while it waits for its answer, and is missed all the same', async () => {
    const requested = does.request(laptop, ben)
    await world.lose(laptop)
    await requested
    await world.pass(30_000)
    expect([...world.store.all.values()]).toMatchObject([{ reason: 'cancelled' }])
  })
})

describe('a device that makes a call', () => {
  test('keeps it although calls are looked after just before it is stored', async () => {
    const { hold } = world.leases
    let answer = (): void => {}
    world.leases.hold = () => {
      world.leases.hold = hold
      return new Promise((resolve) => (answer = resolve))
    }
    const requested = does.request(laptop, ben)
    await world.pass(3_000)
    answer()
    expect(await requested).toMatchObject({ ok: true })
    await world.pass(40_000)
    expect([...world.store.all.values()]).toMatchObject([
      { phase: 'ringing', callerEnd: { awaySince: null } },
    ])
  })

  test('keeps it although it asked for it twice', async () => {
    const [first, second] = await Promise.all([
      does.request(laptop, ben),
      does.request(laptop, ben),
    ])
    expect(second).toEqual(first)
    await world.pass(40_000)
    expect([...world.store.all.values()]).toMatchObject([
      { phase: 'ringing', callerEnd: { awaySince: null } },
    ])
    await world.lose(laptop)
    expect([...phone.seen.values()]).toMatchObject([{ caller: { isAway: true } }])
  })
})

test('blocking ends the call with the one who was blocked, and none that came meanwhile', async () => {
  const zoe = world.somebody('Zoe')
  const tablet = await world.connect(zoe, other)
  const { id } = await talk()
  const { live, liveOf } = world.store
  world.store.live = async () => {
    const calls = await live()
    world.store.live = live
    await does.end(phone, anna)
    await does.request(laptop, zoe)
    await does.accept(tablet, anna)
    return calls
  }
  await one.calls.endBetween(anna.id, ben.id)
  expect(await phaseOf(id)).toBe('hung-up')
  expect(await liveOf(anna.id)).toMatchObject({ phase: 'connecting', callee: { id: zoe.id } })
})

describe('an instance that dies', () => {
  test('takes its devices along, and the others end the call in time', async () => {
    const { id } = await talk()
    world.kill(one)
    await world.pass(18_000)
    expect(await phaseOf(id)).toBe('connected')
    expect(phone.seen.get(id)?.caller.isAway).toBe(true)
    await world.pass(6_000)
    expect(await phaseOf(id)).toBe('failed')
    expect(entries()).toEqual([[id, 'failed']])
  })

  test('while it rings leaves no ghost that rings', async () => {
    const { id } = await ring()
    world.kill(one)
    await world.pass(24_000)
    expect(await phaseOf(id)).toBe('cancelled')
    expect(namesOf(phone).at(-1)).toBe('call:ended')
  })

  test('and is started again finds its calls, which go on when their devices are back', async () => {
    const { id } = await talk()
    world.kill(one)
    world.kill(other)
    await world.pass(3_600_000)
    const again = world.startInstance()
    await world.pass(15_000)
    const [back, too] = [await world.connect(anna, again), await world.connect(ben, again)]
    for (const device of [back, too]) {
      expect(await does.resume(device, id)).toMatchObject({ ok: true })
    }
    await world.pass(120_000)
    expect(await phaseOf(id)).toBe('connected')
    expect(back.seen.get(id)).toMatchObject({
      caller: { isAway: false },
      callee: { isAway: false },
    })
  })

  test('and is started again ends calls to which nobody comes back', async () => {
    const { id } = await talk()
    world.kill(one)
    world.kill(other)
    await world.pass(3_600_000)
    world.startInstance()
    await world.pass(19_000)
    expect(await phaseOf(id)).toBe('connected')
    await world.pass(6_000)
    expect(await phaseOf(id)).toBe('failed')
  })

  test('and is started again ends what rang long enough at once', async () => {
    const { id } = await ring()
    world.kill(one)
    world.kill(other)
    await world.pass(46_000)
    expect(await phaseOf(id)).toBe('ringing')
    world.startInstance()
    await world.pass(1)
    expect(await phaseOf(id)).toBe('missed')
  })
})

describe('a store that is lost', () => {
  test('for a while ends no call whose devices were there all the time', async () => {
    const { id } = await talk()
    world.store.isLost = true
    await world.pass(120_000)
    world.store.isLost = false
    await world.pass(120_000)
    expect(await phaseOf(id)).toBe('connected')
    const aways = phone.heard.filter(({ payload }) =>
      JSON.stringify(payload).includes('"isAway":true'),
    )
    expect(aways).toEqual([])
    expect(world.errors).toEqual([])
  })

  test('when a connection is lost too makes it away afterwards', async () => {
    const { id } = await talk()
    world.store.isLost = true
    await world.lose(laptop)
    await world.pass(5_000)
    world.store.isLost = false
    await world.pass(30_000)
    expect(await phaseOf(id)).toBe('failed')
  })
})

describe('the entry of a call', () => {
  test('that cannot be written is written later, and once', async () => {
    world.faults.entries = true
    const { id } = await talk()
    expect(await does.end(laptop, ben)).toMatchObject({ ok: true })
    await world.pass(20_000)
    expect(world.entries).toEqual([])
    world.faults.entries = false
    await world.pass(20_000)
    expect(entries()).toEqual([[id, 'hung-up']])
    expect(await world.store.unwritten()).toEqual([])
  })

  test('is one, although both hang up at the same time', async () => {
    const { id } = await talk()
    const ended = await Promise.all([does.end(laptop, ben), does.end(phone, anna)])
    expect(ended.map(({ ok }) => ok)).toEqual([true, true])
    expect(entries()).toEqual([[id, 'hung-up']])
    await world.pass(20_000)
    expect(entries()).toHaveLength(1)
  })
})

test.each([
  ['is not here', 'online', true],
  ['does not want to be rung by this one', 'online', false],
  ['does not want to be disturbed', 'dnd', false],
  ['is not to be seen', 'invisible', false],
] as const)('whoever %s is rung on no device', async (_what, availability, isAbsent) => {
  const zoe = world.somebody('Zoe', availability)
  const tablet = await world.connect(zoe, other)
  if (isAbsent) await world.lose(tablet)
  else if (availability === 'online') world.quietCallers.set(zoe.id, [anna.id])
  const requested = await does.request(laptop, zoe)
  expect(requested).toMatchObject({ ok: true, value: { call: { reason: 'unreachable' } } })
  expect(namesOf(laptop)).toEqual(['call:unavailable'])
  expect(namesOf(tablet)).toEqual([])
  expect(world.entries).toHaveLength(1)
  expect(await does.request(laptop, ben)).toMatchObject({ value: { call: { phase: 'ringing' } } })
})

test('who says that media is lost ends the call as failed, and only from a device that is in it', async () => {
  const { id } = await talk()
  const tablet = await world.connect(anna, one)
  await does.end(laptop, ben, { hasFailed: true })
  expect(await phaseOf(id)).toBe('failed')
  const next = await talk()
  await does.end(tablet, ben, { hasFailed: true })
  expect(await phaseOf(next.id)).toBe('hung-up')
})

test('the device that ends a call has its answer; another one of the person does it for all to hear', async () => {
  const tablet = await world.connect(anna, one)
  await talk()
  await does.end(laptop, ben)
  expect(namesOf(laptop)).toEqual(['call:accepted'])
  await ring()
  await does.end(laptop, ben)
  expect(namesOf(laptop)).toEqual(['call:accepted'])
  await talk()
  await does.end(tablet, ben)
  expect(namesOf(laptop)).toEqual(['call:accepted', 'call:accepted', 'call:ended'])
  await ring()
  await does.end(tablet, ben)
  expect(namesOf(laptop).slice(3)).toEqual(['call:ended'])
  expect(namesOf(tablet)).toEqual([])
})
