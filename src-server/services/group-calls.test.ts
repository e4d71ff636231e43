import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { GROUP_SEATS_MAX } from '#shared/protocol/limits.ts'
import { Unavailable } from '../ports/unavailable.ts'
import {
  createCallsWorld,
  does,
  type CallsWorld,
  type Device,
  type Instance,
} from '../../tests/support/calls-world.ts'

let world: CallsWorld
let [one, other]: [Instance, Instance] = [null as never, null as never]
let people: Record<'anna' | 'ben' | 'cem' | 'dora', Person>
let at: Record<keyof typeof people, Device>
/** The call of Anna and Ben, and the group call that it can become. */
let [origin, group]: [CallId, RoomId] = [null as never, null as never]

beforeEach(async () => {
  world = createCallsWorld()
  one = world.startInstance()
  other = world.startInstance()
  const somebody = (name: string) => world.somebody(name)
  people = {
    ...{ anna: somebody('Anna'), ben: somebody('Ben') },
    ...{ cem: somebody('Cem'), dora: somebody('Dora') },
  }
  at = {
    ...{ anna: await world.connect(people.anna, one), ben: await world.connect(people.ben, other) },
    ...{ cem: await world.connect(people.cem, one), dora: await world.connect(people.dora, other) },
  }
  await world.pass(10_000)
  const requested = await does.request(at.anna, people.ben)
  if (!requested.ok || requested.value.call.phase === 'ended') throw new Error('It does not ring')
  origin = requested.value.call.id
  group = groupCallIdOf(origin)
  await does.accept(at.ben, people.anna)
  await does.connected(at.anna, people.ben)
})

async function invite(from: keyof typeof people, to: keyof typeof people) {
  const invited = await does.invite(at[from], people[to], group)
  if (!invited.ok) throw new Error(invited.error.message)
  return invited.value.call
}

const refusedInvite = async (device: Device, to: Person, groupId = group) => {
  const invited = await does.invite(device, to, groupId)
  return invited.ok ? null : invited.error.code
}

const accept = (who: keyof typeof people, from: keyof typeof people, callId: CallId) =>
  one.calls.accept(at[who].session, {
    ...{ to: people[from].id, callId, tellsMedia: true, joinsGroups: true },
  })

/** Anna has asked Cem, who came, and all three sit in the group call. */
async function threeTogether() {
  const { id } = await invite('anna', 'cem')
  await accept('cem', 'anna', id)
  for (const name of ['anna', 'ben', 'cem'] as const) world.sit(people[name], group)
  await world.pass(1_000)
  return id
}

const phaseOf = async (id: CallId) => {
  const call = await world.store.find(id)
  return call?.phase === 'ended' ? call.reason : call?.phase
}

const entries = () => world.entries.map(({ id, reason }) => [id, reason])

describe('asking somebody', () => {
  test('it rings, and says into what, with whom, and the two go on as before', async () => {
    const { id } = await invite('anna', 'cem')
    const { ben, anna, cem } = people
    expect(at.cem.heard).toContainEqual(
      expect.objectContaining({
        name: 'call:incoming',
        payload: expect.objectContaining({ fromId: anna.id, callId: id }),
      }),
    )
    expect(at.cem.seen.get(id)).toMatchObject({
      phase: 'ringing',
      callee: { id: cem.id },
      group: { id: group, people: [{ id: ben.id, name: 'Ben' }] },
    })
    expect(await world.store.find(origin)).toMatchObject({ phase: 'connected', group: null })
    expect(at.ben.seen.has(id)).toBe(false)
  })

  test('whoever accepts makes the call of two a group call, which both are told', async () => {
    const { id } = await invite('anna', 'cem')
    expect(await accept('cem', 'anna', id)).toMatchObject({
      ok: true,
      value: { call: { phase: 'connecting', group: { id: group } } },
    })
    for (const device of [at.anna, at.ben]) {
      expect(device.seen.get(origin)).toMatchObject({ phase: 'connected', group: { id: group } })
    }
    expect(new Set(await world.store.peopleLetInto(group))).toEqual(
      new Set([people.anna.id, people.ben.id, people.cem.id]),
    )
    // Nobody is kept from being called by what leads there.
    expect(await world.store.liveOf(people.anna.id)).toBeNull()
  })

  test('the two are told also when the instance dies in the moment of the answer', async () => {
    const { id } = await invite('anna', 'cem')
    const { change } = world.store
    world.store.change = async (before, after) => {
      if (before.id === origin) throw new Unavailable('The instance is dying')
      return change(before, after)
    }
    await expect(accept('cem', 'anna', id)).rejects.toThrow(Unavailable)
    world.store.change = change
    expect(await world.store.find(origin)).toMatchObject({ phase: 'connected', group: null })
    await world.pass(10_000)
    for (const device of [at.anna, at.ben]) {
      expect(device.seen.get(origin)).toMatchObject({ phase: 'connected', group: { id: group } })
    }
  })

  test('whoever declines leaves the two as they were', async () => {
    const { id } = await invite('anna', 'cem')
    await does.reject(at.cem, people.anna)
    expect(await phaseOf(id)).toBe('declined')
    expect(await world.store.find(origin)).toMatchObject({ phase: 'connected', group: null })
    expect(entries()).toEqual([[id, 'declined']])
    expect(await world.store.peopleLetInto(group)).toEqual([])
  })

  test('it is missed like any call, and the two are not disturbed', async () => {
    const { id } = await invite('anna', 'cem')
    await world.pass(46_000)
    expect(await phaseOf(id)).toBe('missed')
    expect(await phaseOf(origin)).toBe('connected')
  })

  test('the one who asked takes it back', async () => {
    const { id } = await invite('anna', 'cem')
    const ended = await does.end(at.anna, people.cem, { callId: id })
    expect(ended).toMatchObject({ ok: true, value: { call: { id, reason: 'cancelled' } } })
    expect(await phaseOf(origin)).toBe('connected')
  })

  test('several ring at once, and the same one only once', async () => {
    const [cem, dora] = [await invite('anna', 'cem'), await invite('ben', 'dora')]
    expect(await invite('anna', 'cem')).toEqual(cem)
    expect(await refusedInvite(at.ben, people.cem)).toBe('conflict')
    await accept('cem', 'anna', cem.id)
    await accept('dora', 'ben', dora.id)
    expect(new Set(await world.store.peopleLetInto(group))).toEqual(
      new Set(Object.values(people).map(({ id }) => id)),
    )
  })

  test('whoever has another call, or is in a group call, is busy', async () => {
    await does.request(at.cem, people.dora)
    expect(await invite('anna', 'dora')).toMatchObject({ phase: 'ended', reason: 'busy' })
    await does.end(at.cem, people.dora)
    world.sit(people.dora, groupCallIdOf(randomUUID() as string as CallId))
    expect(await invite('anna', 'dora')).toMatchObject({ phase: 'ended', reason: 'busy' })
    const called = await does.request(at.cem, people.dora)
    expect(called).toMatchObject({ ok: true, value: { call: { reason: 'busy' } } })
  })

  test('whoever is on the way into a group call is busy, until it is clear that they do not come', async () => {
    const { id } = await invite('anna', 'cem')
    await accept('cem', 'anna', id)
    for (const name of ['ben', 'cem'] as const) {
      const called = await does.request(at.dora, people[name])
      expect(called, name).toMatchObject({ ok: true, value: { call: { reason: 'busy' } } })
    }
    for (const name of ['anna', 'ben'] as const) world.sit(people[name], group)
    await world.pass(10_000)
    expect(await does.request(at.dora, people.cem)).toMatchObject({
      ok: true,
      value: { call: { phase: 'ringing' } },
    })
  })

  test('whoever sits in a group call calls nobody beside it', async () => {
    await threeTogether()
    const called = await does.request(at.cem, people.dora)
    expect(called).toMatchObject({ ok: false, error: { code: 'conflict' } })
    world.rise(people.cem, group)
    await one.calls.leftGroup(people.cem.id, group)
    expect(await does.request(at.cem, people.dora)).toMatchObject({
      ok: true,
      value: { call: { phase: 'ringing' } },
    })
  })

  test('whoever does not want to be rung by this one cannot be reached', async () => {
    world.quietCallers.set(people.cem.id, [people.anna.id])
    expect(await invite('anna', 'cem')).toMatchObject({ phase: 'ended', reason: 'unreachable' })
  })

  test('only those who are in the call may ask, and only with the device that is', async () => {
    expect(await refusedInvite(at.cem, people.dora)).toBe('not-found')
    const second = await world.connect(people.anna, other)
    expect(await refusedInvite(second, people.cem)).toBe('not-found')
    expect(await refusedInvite(at.anna, people.cem, 'general' as RoomId)).toBe('not-found')
    expect(await refusedInvite(at.anna, people.ben)).toBe('conflict')
    expect(await refusedInvite(at.anna, people.anna)).toBe('conflict')
    await threeTogether()
    expect(await refusedInvite(at.dora, people.anna)).toBe('not-found')
    expect(await refusedInvite(at.cem, people.ben)).toBe('conflict')
    expect(await refusedInvite(at.cem, people.dora)).toBeNull()
  })

  test('not more than fit, with those who are on their way', async () => {
    await threeTogether()
    for (let count = 4; count < GROUP_SEATS_MAX; count += 1) {
      world.sit(world.somebody(`Guest ${count}`), group)
    }
    await invite('anna', 'dora')
    const late = world.somebody('Late')
    await world.connect(late, one)
    expect(await refusedInvite(at.anna, late)).toBe('room-full')
  })

  test('not where there is no voice to go on in', async () => {
    world.faults.voice = true
    expect(await refusedInvite(at.anna, people.cem)).toBe('unavailable')
  })

  test('an app that knows calls of two only is in none of more', async () => {
    const { id } = await invite('anna', 'cem')
    const target = { to: people.anna.id, tellsMedia: true, joinsGroups: false }
    const refused = await one.calls.accept(at.cem.session, { ...target, callId: id })
    expect(refused).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(await phaseOf(id)).toBe('ringing')
    const plain = await world.connect(people.ben, other)
    await other.calls.resume(plain.session, { ...target, callId: origin })
    expect(await refusedInvite(at.anna, people.dora)).toBe('conflict')
  })
})

describe('what is over', () => {
  test('whoever comes when both are gone is told so', async () => {
    const { id } = await invite('anna', 'cem')
    await does.end(at.anna, people.ben, { callId: origin })
    expect(await accept('cem', 'anna', id)).toMatchObject({ error: { code: 'conflict' } })
    expect(await phaseOf(id)).toBe('cancelled')
  })

  test('an invitation does not ring on when there is nobody left to come to', async () => {
    const { id } = await invite('anna', 'cem')
    await does.end(at.ben, people.anna, { callId: origin })
    await world.pass(2_000)
    expect(await phaseOf(id)).toBe('cancelled')
  })

  test('whoever leaves ends what they had with each, and the others go on', async () => {
    const toCem = await threeTogether()
    const toDora = await invite('ben', 'dora')
    await accept('dora', 'ben', toDora.id)
    world.sit(people.dora, group)
    await world.pass(30_000)
    world.rise(people.ben, group)
    await one.calls.leftGroup(people.ben.id, group)
    expect([await phaseOf(origin), await phaseOf(toDora.id)]).toEqual(['hung-up', 'hung-up'])
    expect(await phaseOf(toCem)).toBe('connected')
    expect(entries()).toEqual([
      [origin, 'hung-up'],
      [toDora.id, 'hung-up'],
    ])
    await world.pass(60_000)
    expect(await phaseOf(toCem)).toBe('connected')
    // Ben may come back while somebody is there.
    expect(await world.store.peopleLetInto(group)).toContain(people.ben.id)
  })

  test('whoever leaves lets nobody ring any more', async () => {
    await threeTogether()
    const { id } = await invite('anna', 'dora')
    world.rise(people.anna, group)
    await one.calls.leftGroup(people.anna.id, group)
    expect(await phaseOf(id)).toBe('cancelled')
  })

  test('the connection to the server does not matter, only who is there', async () => {
    const toCem = await threeTogether()
    await world.lose(at.cem)
    await world.lose(at.anna)
    await world.pass(60_000)
    expect(await phaseOf(toCem)).toBe('connected')
  })

  test('whoever has vanished may come back for a while, and then it is over', async () => {
    const toCem = await threeTogether()
    world.rise(people.cem, group)
    await world.pass(15_000)
    expect(await phaseOf(toCem)).toBe('connected')
    world.sit(people.cem, group)
    await world.pass(60_000)
    expect(await phaseOf(toCem)).toBe('connected')
    world.rise(people.cem, group)
    await world.pass(22_000)
    expect(await phaseOf(toCem)).toBe('failed')
    expect(await phaseOf(origin)).toBe('connected')
  })

  test('whoever never comes has failed to', async () => {
    const { id } = await invite('anna', 'cem')
    await accept('cem', 'anna', id)
    for (const name of ['anna', 'ben'] as const) world.sit(people[name], group)
    await world.pass(40_000)
    expect(await phaseOf(id)).toBe('failed')
    expect(await phaseOf(origin)).toBe('connected')
  })

  test('whoever sits there is connected, though their client does not say so', async () => {
    expect(await phaseOf(await threeTogether())).toBe('connected')
  })

  test('whoever is thrown out, or blocked, has no call with them any more', async () => {
    const toCem = await threeTogether()
    await one.calls.endBetween(people.cem.id, people.anna.id)
    expect(await phaseOf(toCem)).toBe('hung-up')
    expect(await phaseOf(origin)).toBe('connected')
  })

  test('nothing goes from device to device any more', async () => {
    await threeTogether()
    const offered = await one.calls.signals.offer(at.anna.session, {
      ...{ to: people.ben.id, callId: origin, offer: 'v=0' },
    })
    expect(offered).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })
})
