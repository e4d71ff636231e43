import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { GROUP_SEATS_MAX } from '#shared/protocol/limits.ts'
import type { ParsedInput } from '#shared/protocol/maps.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { FITTING } from '../../tests/support/fake-voice-engine.ts'
import { createVoiceWorld, general, idOf, settled } from '../../tests/support/voice-world.ts'
import type { Session } from './session.ts'

let world: ReturnType<typeof createVoiceWorld>
beforeEach(() => {
  world = createVoiceWorld()
})

describe('a group call', () => {
  const group = groupCallIdOf(randomUUID() as string as CallId)
  let [anna, ben, cem]: [Session, Session, Session] = [null as never, null as never, null as never]
  beforeEach(() => {
    anna = world.person('Anna')
    ben = world.person('Ben')
    cem = world.person('Cem')
    world.letInto.set(group, [anna, ben].map(idOf))
  })
  const stateOf =
    (session: Session, state: Omit<ParsedInput<'voice:state'>, 'stay'>) =>
    async ({ stay }: { stay: VoiceStayId }) =>
      world.voice.setState(session, { stay, ...state })

  test('is for those who were let in; to others it looks as if there were none', async () => {
    await world.joined(anna, group)
    for (const roomId of [group, 'nowhere' as RoomId]) {
      expect(await world.join(cem, roomId)).toMatchObject({
        ok: false,
        error: { code: 'not-found' },
      })
    }
    expect(await world.voice.list(cem)).toMatchObject({ value: { rooms: [] } })
    world.letInto.set(group, [...(world.letInto.get(group) ?? []), idOf(cem)])
    expect(await world.join(cem, group)).toMatchObject({ ok: true })
  })

  test('tells those who are in it who is there, and nobody else', async () => {
    await world.joined(anna, group)
    await world.joined(ben, group)
    const told = world.told.filter(({ name }) => name === 'voice:people')
    expect(new Set(told.map(({ to }) => to))).toEqual(new Set([idOf(anna), idOf(ben)]))
    expect(told.at(-1)?.payload).toMatchObject({
      people: [{ name: 'Anna', isCameraOn: false }, { name: 'Ben' }],
    })
  })

  test('tells whoever has answered once more who is there, in case that the offer came late', async () => {
    const joined = await world.joined(anna, group)
    await world.joined(ben, group)
    const before = world.told.length
    await world.voice.answer(anna, { stay: joined.stay, answer: FITTING })
    expect(world.told.slice(before)).toMatchObject([
      {
        ...{ to: idOf(anna), name: 'voice:people' },
        payload: { roomId: group, people: [{ name: 'Anna' }, { name: 'Ben' }] },
      },
    ])
    await world.voice.answer(anna, { stay: joined.stay, answer: 'misfit' })
    expect(world.told).toHaveLength(before + 1)
  })

  test('has lanes for pictures, which rooms have not', async () => {
    const inGroup = await world.joined(anna, group)
    const inRoom = await world.joined(ben, general)
    expect(world.engine.seats.get(inGroup.stay)?.hasPictures).toBe(true)
    expect(world.engine.seats.get(inRoom.stay)?.hasPictures).toBe(false)
  })

  test('shows a camera and a screen once they have a lane, to everybody', async () => {
    const joined = await world.joined(anna, group)
    const seen = stateOf(anna, { isCameraOn: true, isSharing: true })
    expect(await seen(joined)).toMatchObject({ ok: true })
    expect(world.engine.seats.get(joined.stay)?.shown).toEqual(new Set(['camera', 'screen']))
    const people = () => world.told.filter(({ name }) => name === 'voice:people').at(-1)?.payload
    expect(people()).toMatchObject({ people: [{ isCameraOn: true, isSharing: true }] })
    await stateOf(anna, { isCameraOn: false })(joined)
    expect(people()).toMatchObject({ people: [{ isCameraOn: false, isSharing: true }] })
  })

  test('says when there is no lane for one more, and changes nothing then', async () => {
    const sharing = ['Dora', 'Emil', 'Fritz'].map((name) => world.person(name))
    world.letInto.set(group, sharing.map(idOf))
    const stays = []
    for (const session of sharing) stays.push(await world.joined(session, group))
    const answers = []
    for (const [index, session] of sharing.entries()) {
      const { stay } = stays[index] as { stay: VoiceStayId }
      const state = { stay, isMuted: true, isSharing: true }
      answers.push(await world.voice.setState(session, state))
    }
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, false])
    expect(answers[2]).toMatchObject({ error: { code: 'conflict' } })
    const people = world.told.filter(({ name }) => name === 'voice:people').at(-1)?.payload
    expect(people).toMatchObject({
      people: [{ isMuted: true }, { isMuted: true }, { isMuted: false, isSharing: false }],
    })
  })

  test('a camera is not on, or off, when there is no lane for the screen beside it', async () => {
    const sharing = ['Dora', 'Emil', 'Fritz', 'Gerda'].map((name) => world.person(name))
    world.letInto.set(group, sharing.map(idOf))
    const [dora, emil, fritz, gerda] = sharing as [Session, Session, Session, Session]
    const say = async (session: Session, state: { isCameraOn?: boolean; isSharing?: boolean }) =>
      stateOf(session, state)(await world.joined(session, group))
    await say(dora, { isSharing: true })
    await say(emil, { isSharing: true })
    const last = await world.joined(gerda, group)
    await stateOf(gerda, { isCameraOn: true })(last)
    const both = { isCameraOn: true, isSharing: true }
    expect(await say(fritz, both)).toMatchObject({ error: { code: 'conflict' } })
    const off = { isCameraOn: false, isSharing: true }
    expect(await stateOf(gerda, off)(last)).toMatchObject({ error: { code: 'conflict' } })
    const shown = [...world.engine.seats.values()].flatMap((seat) => [...seat.shown])
    expect([shown.length, new Set(shown)]).toEqual([3, new Set(['camera', 'screen'])])
    await stateOf(fritz, { isCameraOn: false })(await world.joined(fritz, group))
    const people = world.told.filter(({ name }) => name === 'voice:people').at(-1)?.payload
    const { people: seen } = people as { people: VoicePersonWire[] }
    expect(new Map(seen.map(({ name, isCameraOn }) => [name, isCameraOn]))).toEqual(
      new Map([
        ...[['Dora', false] as const, ['Emil', false] as const],
        ...[['Gerda', true] as const, ['Fritz', false] as const],
      ]),
    )
  })

  test('nobody is seen in a room, whatever a client says', async () => {
    const joined = await world.joined(anna, general)
    expect(await stateOf(anna, { isCameraOn: true })(joined)).toMatchObject({ ok: true })
    const people = world.told.filter(({ name }) => name === 'voice:people').at(-1)?.payload
    expect(people).toMatchObject({ people: [{ isCameraOn: false }] })
    expect(world.engine.seats.get(joined.stay)?.shown).toEqual(new Set())
  })

  test('is left by leaving, or by going elsewhere, and not by being away or coming again', async () => {
    const first = await world.joined(anna, group)
    await world.joined(anna, group)
    await world.voice.disconnect(anna)
    expect(world.left).toEqual([])
    await world.joined(ben, group)
    await world.joined(ben, general)
    const again = await world.joined(anna, group)
    await world.voice.leave(anna, { stay: first.stay })
    // The way did not come about, and the next one is tried.
    await world.voice.leave(anna, { stay: again.stay, comesBack: true })
    expect(world.engine.seats.has(again.stay)).toBe(false)
    const last = await world.joined(anna, group)
    expect(world.left).toHaveLength(1)
    await world.voice.leave(anna, { stay: last.stay })
    expect(world.left).toEqual([
      { personId: idOf(ben), groupId: group },
      { personId: idOf(anna), groupId: group },
    ])
  })

  test('is left also by whoever has lost it and hangs up instead of coming back, once', async () => {
    const first = await world.joined(anna, group)
    world.engine.lose(first.stay)
    await settled()
    expect(world.left).toEqual([])
    await world.voice.leave(anna, { stay: first.stay })
    await world.voice.leave(anna, { stay: first.stay })
    expect(world.left).toEqual([{ personId: idOf(anna), groupId: group }])
    const again = await world.joined(anna, group)
    await world.voice.leave(anna, { stay: again.stay, comesBack: true })
    await world.joined(anna, general)
    expect(world.left).toHaveLength(2)
    await world.voice.leave(anna, { stay: first.stay })
    expect(world.left).toHaveLength(2)
    const last = await world.joined(ben, group)
    await world.voice.leave(ben, { stay: last.stay, comesBack: true })
    await world.voice.leave(ben, { stay: last.stay })
    expect(world.left.at(-1)).toEqual({ personId: idOf(ben), groupId: group })
  })

  test('is left, for another place too, while nothing can be noted of its calls', async () => {
    world.faults.calls = true
    await world.joined(anna, group)
    const inRoom = await world.joined(anna, general)
    await stateOf(anna, { isMuted: true })(inRoom)
    const { stay } = await world.joined(ben, group)
    expect(await world.voice.leave(ben, { stay })).toMatchObject({ ok: true })
    expect([...world.engine.seats.keys()]).toEqual([inRoom.stay])
  })

  test('is silent for whoever is muted, and not recorded', async () => {
    world.changePerson(anna, { mutedUntil: Number.MAX_SAFE_INTEGER })
    const { stay } = await world.joined(anna, group)
    expect(world.engine.seats.get(stay)?.isSilent).toBe(true)
    expect(await world.voice.record(anna, { stay, on: true })).toMatchObject({
      error: { code: 'forbidden' },
    })
    const other = await world.joined(ben, group)
    expect(world.engine.seats.get(other.stay)?.isSilent).toBe(false)
  })

  test('has fewer seats than a room', async () => {
    const many = Array.from({ length: GROUP_SEATS_MAX + 1 }, (_, at) => world.person(`Guest ${at}`))
    world.letInto.set(group, many.map(idOf))
    const last = many.pop() as Session
    for (const session of many) await world.joined(session, group)
    expect(await world.join(last, group)).toMatchObject({ error: { code: 'room-full' } })
  })
})
