import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_CALL_TIMES,
  type Call,
  type CallEvent,
  type EndedCall,
  type LiveCall,
  type RingingCall,
} from '#shared/domain/call.ts'
import { endCall, stepCall } from '#shared/domain/call-machine.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId, ClientId, PersonId, SessionId } from '#shared/domain/ids.ts'
import type { CallsPageRequest } from '../../src-server/ports/call-store.ts'
import { newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const [anna, ben, zoe, tom] = ['Anna', 'Ben', 'Zoë "语"', 'Tom'].map((name) =>
  publicly(newPerson(name)),
) as [Person, Person, Person, Person]
type Person = ReturnType<typeof publicly>

const AT = 1_700_000_000_000

const endOf = (device: string) => ({
  device: device as SessionId,
  tellsMedia: true,
  joinsGroups: true,
  awaySince: null,
})

function callFrom(caller: Person, callee: Person, more: Partial<RingingCall> = {}): RingingCall {
  return {
    id: randomUUID() as string as CallId,
    revision: 0,
    roomId: directIdOf(caller.id, callee.id),
    caller,
    callee,
    startedAt: AT,
    entryKey: randomUUID() as string as ClientId,
    group: null,
    phase: 'ringing',
    callerEnd: endOf('a'),
    ringsUntil: AT + 45_000,
    ...more,
  }
}

function step(call: Call, event: CallEvent): Call {
  const stepped = stepCall(call, event, DEFAULT_CALL_TIMES)
  if (!stepped.ok) throw new Error(stepped.error)
  return stepped.value
}

const accepted = (call: RingingCall): LiveCall =>
  step(call, { type: 'accept', by: call.callee.id, end: endOf('b'), at: AT + 1 }) as LiveCall

const hungUp = (call: LiveCall): EndedCall =>
  step(call, { type: 'hang-up', by: call.caller.id, at: AT + 2 }) as EndedCall

describe.each(durableStores)('calls on $name', (kind) => {
  const store = storeOfEachTest(kind)

  /** A call that is over. */
  async function past(call: EndedCall): Promise<EndedCall> {
    await store.calls.add(call)
    return call
  }

  const idsOf = async (personId: PersonId, page: Partial<CallsPageRequest> = {}) =>
    (await store.calls.list(personId, { filter: 'all', before: null, limit: 10, ...page })).map(
      ({ id }) => id,
    )

  test('a call goes on after the store was closed and opened again', async () => {
    const call = callFrom(anna, ben)
    expect(await store.calls.begin(call)).toBeNull()
    await store.calls.change(call, accepted(call))
    await store.close()
    await store.openAgain()
    const expected = accepted(call)
    expect(await store.calls.find(call.id)).toEqual(expected)
    expect(await store.calls.liveOf(anna.id)).toEqual(expected)
    expect(await store.calls.liveOf(ben.id)).toEqual(expected)
    expect(await store.calls.liveOf(zoe.id)).toBeNull()
    expect(await store.calls.live()).toEqual([expected])
    expect(await store.calls.find(randomUUID() as string as CallId)).toBeNull()
  })

  test.each([
    ['the caller calls somebody else', anna, zoe],
    ['the callee calls somebody else', ben, zoe],
    ['somebody calls the caller', zoe, anna],
    ['somebody calls the callee', zoe, ben],
    ['both call each other', ben, anna],
  ])('nobody is in two calls: %s', async (_what, caller, callee) => {
    const call = callFrom(anna, ben)
    await store.calls.begin(call)
    expect(await store.calls.begin(callFrom(caller, callee))).toEqual(call)
    expect(await store.calls.live()).toEqual([call])
  })

  test('of the calls in the way the own one is told', async () => {
    const [own, other] = [callFrom(anna, ben), callFrom(zoe, tom)]
    await store.calls.begin(own)
    await store.calls.begin(other)
    expect(await store.calls.begin(callFrom(ben, zoe))).toEqual(own)
    expect(await store.calls.begin(callFrom(tom, anna))).toEqual(other)
  })

  test('of many who call at the same time as many get through as there is room for', async () => {
    const people = [anna, ben, zoe, tom]
    const calls = people.flatMap((caller) =>
      people.filter((callee) => callee !== caller).map((callee) => callFrom(caller, callee)),
    )
    const inTheWay = await Promise.all(calls.map((call) => store.calls.begin(call)))
    const begun = calls.filter((_, at) => inTheWay[at] === null)
    const taken = begun.flatMap(({ caller, callee }) => [caller.id, callee.id])
    expect(new Set(taken).size).toBe(taken.length)
    expect((await store.calls.live()).map(({ id }) => id).toSorted()).toEqual(
      begun.map(({ id }) => id).toSorted(),
    )
    for (const [at, call] of calls.entries()) {
      const other = inTheWay[at]
      if (!other) continue
      expect(begun).toContainEqual(other)
      const people = [other.caller.id, other.callee.id]
      expect(people.includes(call.caller.id) || people.includes(call.callee.id)).toBe(true)
    }
  })

  describe('calls that lead into a group call', () => {
    const origin = randomUUID() as string as CallId
    const group = { id: groupCallIdOf(origin), people: [] }
    const inviting = (callee: Person) => callFrom(anna, callee, { group })

    /** Anna and Ben have talked, and their call has become a group call. */
    async function groupOfTwo(): Promise<LiveCall> {
      const call = callFrom(anna, ben, { id: origin })
      await store.calls.begin(call)
      const answered = accepted(call)
      await store.calls.change(call, answered)
      const talking = step(answered, {
        ...{ type: 'media-up', device: answered.callerEnd.device, at: AT + 2 },
      }) as LiveCall
      await store.calls.change(answered, talking)
      const grown = step(talking, { type: 'become-group', at: AT + 3 }) as LiveCall
      expect(await store.calls.change(talking, grown)).toBe(true)
      return grown
    }

    test('whoever invites several rings them all, and nobody else can ring those', async () => {
      await groupOfTwo()
      const [toZoe, toTom] = [inviting(zoe), inviting(tom)]
      expect(await store.calls.begin(toZoe)).toBeNull()
      expect(await store.calls.begin(toTom)).toBeNull()
      expect(await store.calls.liveOf(zoe.id)).toEqual(toZoe)
      expect(await store.calls.liveOf(anna.id)).toBeNull()
      expect(await store.calls.begin(inviting(zoe))).toEqual(toZoe)
      expect(await store.calls.begin(callFrom(ben, tom))).toEqual(toTom)
      expect(await store.calls.live()).toHaveLength(3)
    })

    test('an invitation out of a call of two leaves its people in that', async () => {
      const call = callFrom(anna, ben, { id: origin })
      await store.calls.begin(call)
      await store.calls.begin(inviting(zoe))
      expect(await store.calls.liveOf(anna.id)).toEqual(call)
      expect(await store.calls.begin(callFrom(tom, anna))).toEqual(call)
    })

    test('once answered they occupy nobody, also after a restart', async () => {
      const grown = await groupOfTwo()
      const toZoe = inviting(zoe)
      await store.calls.begin(toZoe)
      await store.calls.change(toZoe, accepted(toZoe))
      await store.close()
      await store.openAgain()
      for (const { id } of [anna, ben, zoe]) expect(await store.calls.liveOf(id)).toBeNull()
      expect(await store.calls.find(origin)).toEqual(grown)
      const other = callFrom(zoe, ben)
      expect(await store.calls.begin(other)).toBeNull()
      // What ends of the group takes nothing from it.
      await store.calls.change(grown, hungUp(grown))
      expect(await store.calls.liveOf(ben.id)).toEqual(other)
    })

    test('those whose calls into it were answered were let in, and nobody else', async () => {
      expect(await store.calls.peopleLetInto(group.id)).toEqual([])
      const grown = await groupOfTwo()
      const [toZoe, toTom] = [inviting(zoe), inviting(tom)]
      await store.calls.begin(toZoe)
      await store.calls.begin(toTom)
      const here = async () => new Set(await store.calls.peopleLetInto(group.id))
      expect(await here()).toEqual(new Set([anna.id, ben.id]))
      await store.calls.change(toZoe, accepted(toZoe))
      await store.calls.change(toTom, endCall({ ...toTom, revision: 1 }, 'declined', AT))
      expect(await here()).toEqual(new Set([anna.id, ben.id, zoe.id]))
      // Whoever left may come back.
      await store.calls.change(grown, hungUp(grown))
      await store.close()
      await store.openAgain()
      expect(await here()).toEqual(new Set([anna.id, ben.id, zoe.id]))
      expect(
        await store.calls.peopleLetInto(groupCallIdOf(randomUUID() as string as CallId)),
      ).toEqual([])
    })
  })

  test('of several changes to the same call one is made', async () => {
    const call = callFrom(anna, ben)
    await store.calls.begin(call)
    const changes = [
      accepted(call),
      endCall({ ...call, revision: 1 }, 'declined', AT),
      endCall({ ...call, revision: 1 }, 'cancelled', AT),
    ]
    const made = await Promise.all(changes.map((after) => store.calls.change(call, after)))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await store.calls.find(call.id)).toEqual(changes[made.indexOf(true)])
  })

  test('a call that ended is over: its people are free, and nothing changes it any more', async () => {
    const call = callFrom(anna, ben)
    await store.calls.begin(call)
    const answered = accepted(call)
    await store.calls.change(call, answered)
    const ended = hungUp(answered)
    expect(await store.calls.change(answered, ended)).toBe(true)
    expect(await store.calls.live()).toEqual([])
    expect(await store.calls.liveOf(ben.id)).toBeNull()
    expect(await store.calls.find(call.id)).toEqual(ended)
    expect(await store.calls.change(answered, answered)).toBe(false)
    expect(await store.calls.change(call, answered)).toBe(false)
    expect(await store.calls.begin(callFrom(ben, anna))).toBeNull()
  })

  test('what is over waits for its entry, also after a restart, and once', async () => {
    const call = callFrom(anna, ben)
    await store.calls.begin(call)
    const ended = step(call, { type: 'decline', by: ben.id, at: AT }) as EndedCall
    await store.calls.change(call, ended)
    const busy = await past(endCall(callFrom(zoe, anna), 'busy', AT))
    await store.close()
    await store.openAgain()
    expect(new Set(await store.calls.unwritten())).toEqual(new Set([ended, busy]))
    await store.calls.noteWritten(ended.id)
    expect(await store.calls.unwritten()).toEqual([busy])
    await store.calls.noteWritten(ended.id)
    await store.calls.noteWritten(busy.id)
    expect(await store.calls.unwritten()).toEqual([])
    expect(await idsOf(anna.id)).toHaveLength(2)
  })

  test('lists the calls of a person from the newest back, by id where they began together', async () => {
    const at = (
      id: string,
      startedAt: number,
      reason: EndedCall['reason'],
      from = anna,
      to = ben,
    ) =>
      past(
        endCall(
          callFrom(from, to, { id: `${id}-0000-4000-8000-000000000000` as CallId, startedAt }),
          reason,
          AT,
        ),
      )
    const first = await at('ffffffff', AT, 'missed')
    const twins = [
      await at('22222222', AT + 1, 'declined'),
      await at('11111111', AT + 1, 'missed'),
      await at('33333333', AT + 1, 'unreachable'),
    ] as const
    const back = await at('00000000', AT + 2, 'missed', ben, anna)
    const other = await at('44444444', AT + 3, 'busy', anna, zoe)
    await store.calls.begin(callFrom(anna, ben, { startedAt: AT + 4 }))

    const sorted = [back, twins[2], twins[0], twins[1], first].map(({ id }) => id)
    expect(await idsOf(anna.id)).toEqual([other.id, ...sorted])
    expect(await idsOf(ben.id)).toEqual(sorted)
    expect(await idsOf(tom.id)).toEqual([])
    for (const [index, id] of sorted.entries()) {
      expect(await idsOf(ben.id, { before: id })).toEqual(sorted.slice(index + 1))
      expect(await idsOf(ben.id, { before: id, limit: 2 })).toEqual(
        sorted.slice(index + 1, index + 3),
      )
    }
    expect(await idsOf(ben.id, { before: randomUUID() as string as CallId })).toEqual([])

    const missed = [twins[2], twins[1], first].map(({ id }) => id)
    expect(await idsOf(ben.id, { filter: 'missed' })).toEqual(missed)
    expect(await idsOf(ben.id, { filter: 'missed', limit: 2 })).toEqual(missed.slice(0, 2))
    // Also from one that was not missed itself.
    expect(await idsOf(ben.id, { filter: 'missed', before: twins[0].id })).toEqual(missed.slice(1))
    expect(await idsOf(ben.id, { filter: 'missed', before: back.id })).toEqual(missed)
    expect(await idsOf(anna.id, { filter: 'missed' })).toEqual([back.id])
  })

  test('forgets what began too long ago, but nothing that goes on or has no entry', async () => {
    const old = async (startedAt: number, isWritten = true) => {
      const call = await past(endCall(callFrom(anna, ben, { startedAt }), 'missed', AT))
      if (isWritten) await store.calls.noteWritten(call.id)
      return call.id
    }
    const inFront = await old(0, false)
    const [, , third, waiting] = [await old(1), await old(2), await old(3), await old(4, false)]
    const young = await old(100)
    const live = callFrom(ben, anna, { startedAt: 1 })
    await store.calls.begin(live)
    expect(await store.calls.forget(100, 2)).toBe(2)
    expect(await idsOf(ben.id)).toEqual([young, waiting, third, inFront])
    expect(await store.calls.forget(100, 2)).toBe(1)
    expect(await store.calls.forget(100, 2)).toBe(0)
    expect(await idsOf(ben.id)).toEqual([young, waiting, inFront])
    expect(await idsOf(ben.id, { filter: 'missed' })).toEqual([young, waiting, inFront])
    expect(await store.calls.find(third)).toBeNull()
    expect(await store.calls.find(live.id)).toEqual(live)
  })
})
