import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import { personIdSchema, type PersonId, type RoomId, type SessionId } from '#shared/domain/ids.ts'
import { voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { VOICE_SEATS_MAX } from '#shared/protocol/limits.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { createFakeVoiceEngine, FITTING } from '../../tests/support/fake-voice-engine.ts'
import type { KnownPerson } from '../ports/people-store.ts'
import {
  attic,
  cellar,
  createVoiceWorld,
  general,
  idOf,
  NOW,
  roomOf,
  settled,
  vault,
} from '../../tests/support/voice-world.ts'
import { createSession, type Session } from './session.ts'

let world: ReturnType<typeof createVoiceWorld>
beforeEach(() => {
  world = createVoiceWorld()
})

describe('recording', () => {
  const record = (session: Session, stay: VoiceStayId, on = true) =>
    world.voice.record(session, { stay, on })
  const recorders = () =>
    world.told
      .filter(({ name }) => name === 'voice:people')
      .map(({ payload }) =>
        (payload as { people: VoicePersonWire[] }).people
          .filter(({ isRecording }) => isRecording)
          .map(({ name }) => name),
      )
  const demote = (session: Session): void => {
    const known = world.people.get(idOf(session)) as KnownPerson
    world.people.set(known.id, { ...known, role: 'guest' })
    world.instances.tell({ kind: 'person', personId: known.id })
  }

  test('is told to everybody before the one who asked hears yes, and its end as well', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    const asked = record(anna, stay)
    let hasAnswer = false
    void asked.then(() => (hasAnswer = true))
    while (recorders().at(-1)?.length !== 1) await Promise.resolve()
    expect(hasAnswer).toBe(false)
    expect(await asked).toEqual({ ok: true, value: {} })
    await record(anna, stay, false)
    expect(recorders()).toEqual([[], ['Anna'], []])
  })

  test('is for members; guests, and stays that are not one’s own, are refused', async () => {
    const [anna, guest] = [world.person('Anna'), world.person('Gus', { role: 'guest' })]
    const { stay } = await world.joined(anna)
    const { stay: ofGuest } = await world.joined(guest)
    expect(await record(guest, ofGuest)).toMatchObject({ error: { code: 'forbidden' } })
    expect(await record(guest, stay)).toMatchObject({ error: { code: 'not-found' } })
    expect(await record(guest, ofGuest, false)).toMatchObject({ ok: true })
    expect(recorders().flat()).toEqual([])
  })

  test('is what was asked for last, however quickly', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    await Promise.all([record(anna, stay), record(anna, stay, false)])
    expect(recorders().at(-1)).toEqual([])
    await Promise.all([record(anna, stay, false), record(anna, stay)])
    expect(recorders().at(-1)).toEqual(['Anna'])
  })

  test('ends when the role does not allow it any more', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    await record(anna, stay)
    demote(anna)
    await settled()
    expect(recorders().at(-1)).toEqual([])
    expect(world.endings(anna)).toEqual([])
  })

  test('ends with the stay, and does not go on in the next one', async () => {
    const anna = world.person('Anna')
    const first = await world.joined(anna)
    await record(anna, first.stay)
    const second = await world.joined(anna, general)
    expect(second.people).toMatchObject([{ name: 'Anna', isRecording: false }])
    expect(await record(anna, first.stay)).toMatchObject({ error: { code: 'not-found' } })
    await record(anna, second.stay)
    await world.voice.leave(anna, { stay: second.stay })
    expect(recorders().at(-1)).toEqual([])
  })

  test('has everybody in it, even while the one who makes it is deafened', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna, general, { isDeafened: true })
    expect(world.engine.seats.get(stay)?.isDeaf).toBe(true)
    await record(anna, stay)
    expect(world.engine.seats.get(stay)?.isDeaf).toBe(false)
    await record(anna, stay, false)
    expect(world.engine.seats.get(stay)?.isDeaf).toBe(true)
  })
})

describe('joining', () => {
  test('shows everybody in the order in which they came', async () => {
    const [anna, ben] = [world.person('Anna'), world.person('Ben')]
    const { stay, offer, people } = await world.joined(anna)
    expect(offer).toBe(`offer for ${stay}`)
    const state = {
      isMuted: false,
      isDeafened: false,
      isSilenced: false,
      isRecording: false,
      isCameraOn: false,
      isSharing: false,
      joinedAt: NOW,
    }
    expect(people).toEqual([{ id: idOf(anna), name: 'Anna', ...state }])
    await world.joined(ben)
    expect(world.lists(general)).toEqual([['Anna'], ['Anna', 'Ben']])
    expect(await world.voice.list(ben)).toMatchObject({
      value: { rooms: [{ roomId: general, people: [{ name: 'Anna' }, { name: 'Ben' }] }] },
    })
  })

  test('needs a name', async () => {
    const stranger = createSession({ id: 'x' as SessionId, address: '' }, null)
    const unauthorized = { ok: false, error: { code: 'unauthorized' } }
    const stay = voiceStayIdSchema.parse(randomUUID())
    expect(await world.join(stranger)).toMatchObject(unauthorized)
    expect(await world.voice.list(stranger)).toMatchObject(unauthorized)
    expect(await world.voice.leave(stranger, { stay })).toMatchObject(unauthorized)
    expect(await world.voice.answer(stranger, { stay, answer: '' })).toMatchObject(unauthorized)
    expect(await world.voice.setState(stranger, { stay })).toMatchObject(unauthorized)
  })

  test.each([
    ['no room', 'nowhere', 'not-found'],
    ['an archived room', attic, 'forbidden'],
    ['a private room of others', vault, 'not-found'],
    ['a room whose password was not given', cellar, 'forbidden'],
  ])('is refused for %s, and leaves nothing behind', async (_, roomId, code) => {
    expect(await world.join(world.person('Anna'), roomId as RoomId)).toMatchObject({
      error: { code },
    })
    expect(world.engine.seats.size).toBe(0)
    expect(world.told).toEqual([])
  })

  test('is for members in rooms that are not for everybody', async () => {
    const anna = world.person('Anna')
    for (const roomId of [vault, cellar]) {
      world.members.set(roomId as RoomId, new Set([idOf(anna)]))
      expect(await world.join(anna, roomId)).toMatchObject({ ok: true })
    }
    expect(await world.voice.list(anna)).toMatchObject({ value: { rooms: [{ roomId: cellar }] } })
    const others = await world.voice.list(world.person('Ben'))
    expect(others).toEqual({ ok: true, value: { rooms: [] } })
  })

  test('is refused in direct conversations, of others like in none', async () => {
    const [anna, ben, eve] = [world.person('Anna'), world.person('Ben'), world.person('Eve')]
    const direct = directIdOf(idOf(anna), idOf(ben))
    expect(await world.join(anna, direct)).toMatchObject({ error: { code: 'forbidden' } })
    expect(await world.join(eve, direct)).toMatchObject({ error: { code: 'not-found' } })
  })

  test('is silent for whoever is muted, or may not speak in the room', async () => {
    world.rooms.set(general as RoomId, roomOf(general, { speakRole: 'moderator' }))
    const muted = world.person('Mute', { role: 'moderator', mutedUntil: NOW + 1_000 })
    const free = world.person('Free', { role: 'moderator', mutedUntil: NOW - 1_000 })
    const member = world.person('Member')
    const stays = [await world.joined(muted), await world.joined(free), await world.joined(member)]
    const list = stays.at(-1)?.people.map(({ name, isSilenced }) => [name, isSilenced])
    expect(list).toEqual([
      ['Mute', true],
      ['Free', false],
      ['Member', true],
    ])
    const silent = stays.map(({ stay }) => world.engine.seats.get(stay)?.isSilent)
    expect(silent).toEqual([true, false, true])
  })

  test('begins muted or deafened when it says so', async () => {
    const { stay, people } = await world.joined(world.person('Anna'), general, { isDeafened: true })
    expect(people).toMatchObject([{ isMuted: false, isDeafened: true }])
    expect(world.engine.seats.get(stay)).toMatchObject({ isSilent: true, isDeaf: true })
  })

  test('is refused when the room is full, until somebody leaves', async () => {
    const first = world.person('First')
    const { stay } = await world.joined(first)
    for (let index = 1; index < VOICE_SEATS_MAX; index += 1)
      await world.joined(world.person('Next'))
    const late = world.person('Late')
    expect(await world.join(late)).toMatchObject({ error: { code: 'room-full' } })
    // Who is in it already may come with another device.
    expect(await world.join(world.other(first))).toMatchObject({ ok: true })
    expect(await world.join(late)).toMatchObject({ error: { code: 'room-full' } })
    expect(world.engine.seats.size).toBe(VOICE_SEATS_MAX)
    expect(world.engine.seats.has(stay)).toBe(false)
  })

  test('is unavailable without an engine, and when the engine cannot', async () => {
    world.engine.breakDown()
    expect(await world.join(world.person('Anna'))).toMatchObject({ error: { code: 'unavailable' } })
    expect(world.lists(general)).toEqual([])
    expect(await world.homes.find(general as RoomId)).toBeNull()
    await world.voice.close()
    expect(await world.join(world.person('Ben'))).toMatchObject({ error: { code: 'unavailable' } })
  })
})

describe('a stay', () => {
  test('belongs to the session that joined', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    const strangers = [world.other(anna), world.person('Eve')]
    for (const session of strangers) {
      const answered = await world.voice.answer(session, { stay, answer: FITTING })
      expect(answered).toMatchObject({ error: { code: 'not-found' } })
      const changed = await world.voice.setState(session, { stay, isMuted: true })
      expect(changed).toMatchObject({ error: { code: 'not-found' } })
      expect(await world.voice.leave(session, { stay })).toEqual({ ok: true, value: {} })
    }
    expect(world.engine.seats.get(stay)).toMatchObject({ isSilent: false })
    expect(await world.voice.answer(anna, { stay, answer: FITTING })).toMatchObject({ ok: true })
  })

  test('takes only an answer to its offer', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    const odd = await world.voice.answer(anna, { stay, answer: 'v=nonsense' })
    expect(odd).toMatchObject({ error: { code: 'conflict' } })
    expect(await world.voice.leave(anna, { stay })).toMatchObject({ ok: true })
    const late = await world.voice.answer(anna, { stay, answer: FITTING })
    expect(late).toMatchObject({ error: { code: 'not-found' } })
  })

  test('is muted and deafened at the engine, and what is left out stays', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    const seat = () => world.engine.seats.get(stay)
    await world.voice.setState(anna, { stay, isMuted: true })
    expect(seat()).toMatchObject({ isSilent: true, isDeaf: false })
    await world.voice.setState(anna, { stay, isDeafened: true })
    await world.voice.setState(anna, { stay, isMuted: false })
    expect(seat()).toMatchObject({ isSilent: true, isDeaf: true })
    await world.voice.setState(anna, { stay, isDeafened: false })
    expect(seat()).toMatchObject({ isSilent: false, isDeaf: false })
    expect(world.lists(general)).toHaveLength(5)
  })

  test('that is over already is left without complaint, and told once', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    expect(await world.voice.leave(anna, { stay })).toMatchObject({ ok: true })
    expect(await world.voice.leave(anna, { stay })).toMatchObject({ ok: true })
    expect(world.lists(general)).toEqual([['Anna'], []])
    expect(world.endings(anna)).toEqual([])
    expect(world.engine.seats.size).toBe(0)
  })

  test('whose connection broke off is lost', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    world.engine.lose(stay)
    await settled()
    expect(world.endings(anna)).toEqual([{ stay, reason: 'lost' }])
    expect(world.lists(general)).toEqual([['Anna'], []])
    expect(await world.join(anna)).toMatchObject({ ok: true })
  })
})

describe('one person is in voice once', () => {
  test('another device ends the former stay', async () => {
    const anna = world.person('Anna')
    const phone = world.other(anna)
    const { stay } = await world.joined(anna)
    await world.joined(phone)
    expect(world.endings(anna)).toEqual([{ stay, reason: 'elsewhere' }])
    expect(world.endings(phone)).toEqual([])
    expect(world.engine.seats.size).toBe(1)
    expect(world.lists(general).at(-1)).toEqual(['Anna'])
  })

  test('going to another room with the same device is no news to it', async () => {
    const anna = world.person('Anna')
    world.members.set(vault as RoomId, new Set([idOf(anna)]))
    await world.joined(anna)
    await world.joined(anna, vault)
    expect(world.endings(anna)).toEqual([])
    expect(world.lists(general)).toEqual([['Anna'], []])
    expect(world.lists(vault)).toEqual([['Anna']])
  })

  test('a join that is refused leaves the former stay as it was', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    expect(await world.join(anna, attic)).toMatchObject({ ok: false })
    world.engine.breakDown()
    expect(await world.join(anna)).toMatchObject({ error: { code: 'unavailable' } })
    expect([...world.engine.seats.keys()]).toEqual([stay])
    world.engine.lose(stay)
    await settled()
    expect(world.endings(anna)).toEqual([{ stay, reason: 'lost' }])
  })

  test('what ends the former stay while a new join fails is told after all', async () => {
    const anna = world.person('Anna')
    const { stay } = await world.joined(anna)
    const letThrough = world.engine.holdBack()
    const joining = world.join(anna)
    await settled()
    world.engine.lose(stay)
    await settled()
    expect(world.endings(anna)).toEqual([])
    world.engine.breakDown()
    letThrough()
    expect(await joining).toMatchObject({ ok: false })
    expect(world.endings(anna)).toEqual([{ stay, reason: 'lost' }])
  })

  test('of joins at once from several devices one stays', async () => {
    const anna = world.person('Anna')
    const devices = [anna, world.other(anna), world.other(anna)]
    const letThrough = world.engine.holdBack()
    const joining = devices.map((session) => world.join(session))
    await settled()
    letThrough()
    const replies = await Promise.all(joining)
    await settled()
    expect(world.engine.seats.size).toBe(1)
    const ended = devices.flatMap((session) => world.endings(session).map(({ stay }) => stay))
    const stays = replies.flatMap((reply) => (reply.ok ? [reply.value.stay] : []))
    expect(stays.filter((stay) => !ended.includes(stay))).toEqual([...world.engine.seats.keys()])
    expect(world.lists(general).at(-1)).toEqual(['Anna'])
  })

  test('joining twice quickly with one device is one stay', async () => {
    const anna = world.person('Anna')
    const [first, second] = await Promise.all([world.join(anna), world.join(anna)])
    expect([first.ok, second.ok]).toEqual([true, true])
    expect(world.engine.seats.size).toBe(1)
    const [seat] = world.engine.seats.keys()
    expect(second).toMatchObject({ value: { stay: seat } })
    expect(world.endings(anna)).toEqual([])
  })
})

test('a room that a store has forgotten is held again as soon as the store is back', async () => {
  await world.joined(world.person('Anna'))
  await world.homes.release(general as RoomId)
  world.comeBack()
  await settled()
  expect(await world.homes.find(general as RoomId)).toBe(world.homes.self)
})

describe('nobody is left behind', () => {
  test('by a disconnect', async () => {
    const anna = world.person('Anna')
    await world.joined(anna)
    await world.voice.disconnect(anna)
    expect(world.engine.seats.size).toBe(0)
    expect(world.lists(general)).toEqual([['Anna'], []])
    expect(await world.homes.find(general as RoomId)).toBeNull()
  })

  test('by a disconnect while the seat is being opened', async () => {
    const anna = world.person('Anna')
    const letThrough = world.engine.holdBack()
    const joining = world.join(anna)
    await settled()
    const gone = world.voice.disconnect(anna)
    letThrough()
    await Promise.all([joining, gone])
    expect(world.engine.seats.size).toBe(0)
    expect(world.lists(general).at(-1)).toEqual([])
  })

  test.each([
    ['the room is deleted', () => world.rooms.delete(general as RoomId)],
    [
      'the room is archived',
      () => world.rooms.set(general as RoomId, roomOf(general, { archivedAt: NOW })),
    ],
    [
      'the room is closed to the person',
      () => world.rooms.set(general as RoomId, roomOf(general, { access: 'private' })),
    ],
  ])('when %s while the seat is being opened', async (_, happen) => {
    const letThrough = world.engine.holdBack()
    const joining = world.join(world.person('Anna'))
    await settled()
    happen()
    world.instances.tell({ kind: 'room-closed', roomId: general as RoomId, personId: null })
    letThrough()
    expect(await joining).toMatchObject({ error: { code: 'not-found' } })
    expect(world.engine.seats.size).toBe(0)
    expect(world.lists(general)).toEqual([])
  })

  test('when the person is thrown out while the seat is being opened', async () => {
    const anna = world.person('Anna')
    const letThrough = world.engine.holdBack()
    const joining = world.join(anna)
    await settled()
    const ending = { reason: 'kicked', message: '', until: null } as const
    world.instances.tell({ kind: 'end-sessions', personId: idOf(anna), ...ending })
    letThrough()
    expect(await joining).toMatchObject({ ok: false })
    await settled()
    expect(world.engine.seats.size).toBe(0)
  })
})

describe('a stay ends', () => {
  const endedBy = async (happen: (anna: Session) => void): Promise<string[]> => {
    const [anna, ben] = [world.person('Anna'), world.person('Ben')]
    world.rooms.set(general as RoomId, roomOf(general, { access: 'private' }))
    world.members.set(general as RoomId, new Set([idOf(anna), idOf(ben)]))
    await world.joined(anna)
    await world.joined(ben)
    happen(anna)
    await settled()
    return [anna, ben].flatMap((session) =>
      world.endings(session).map(({ reason }) => `${session.person?.name} ${reason}`),
    )
  }

  test('of everybody when the room is deleted or archived', async () => {
    const all = ['Anna room-closed', 'Ben room-closed']
    const roomId = general as RoomId
    const removed = await endedBy(() => {
      world.rooms.delete(roomId)
      world.instances.tell({ kind: 'room-closed', roomId, personId: null })
    })
    expect(removed).toEqual(all)
    expect(world.engine.seats.size).toBe(0)
    world = createVoiceWorld()
    const archived = await endedBy(() => {
      world.rooms.set(roomId, roomOf(roomId, { archivedAt: NOW }))
      world.instances.tell({ kind: 'room', roomId })
    })
    expect(archived).toEqual(all)
  })

  test('of whoever is no member any more, or thrown out', async () => {
    const roomId = general as RoomId
    const removed = await endedBy((anna) => {
      world.members.get(roomId)?.delete(idOf(anna))
      world.instances.tell({ kind: 'room-closed', roomId, personId: idOf(anna) })
    })
    expect(removed).toEqual(['Anna removed'])
    expect(world.lists(general).at(-1)).toEqual(['Ben'])
    world = createVoiceWorld()
    const banned = await endedBy((anna) =>
      world.instances.tell({
        ...{ kind: 'end-sessions', personId: idOf(anna), message: '', until: null },
        reason: 'banned',
      }),
    )
    expect(banned).toEqual(['Anna removed'])
  })

  test('without a word to the own sessions when the server ends, which has said so itself', async () => {
    const anna = world.person('Anna')
    await world.joined(anna)
    await world.voice.close()
    expect(world.endings(anna)).toEqual([])
    expect(world.engine.ends).toBe(1)
    expect(await world.homes.list()).toEqual(new Map())
  })
})

test('before there is sound nobody can join, and what is opened too late is ended', async () => {
  world = createVoiceWorld({ hasSound: false })
  expect(await world.join(world.person('Anna'))).toMatchObject({ error: { code: 'unavailable' } })
  await world.voice.close()
  const late = createFakeVoiceEngine()
  world.voice.start(late)
  expect(late.ends).toBe(1)
})

describe('moderating', () => {
  const moderate = (
    by: Session,
    whom: Session | PersonId,
    action: 'silence' | 'unsilence' | 'remove',
    roomId: RoomId | undefined = general,
  ) =>
    world.voice.moderate(by, {
      roomId: roomId as RoomId,
      userId: typeof whom === 'string' ? whom : idOf(whom),
      action,
    })

  test('silences, lets speak again and removes, and is written down', async () => {
    const [max, anna] = [world.person('Max', { role: 'moderator' }), world.person('Anna')]
    const { stay } = await world.joined(anna)
    const seat = () => world.engine.seats.get(stay)
    expect(await moderate(max, anna, 'silence')).toEqual({ ok: true, value: {} })
    expect(seat()).toMatchObject({ isSilent: true, isDeaf: false })
    await world.voice.setState(anna, { stay, isMuted: false })
    expect(seat()).toMatchObject({ isSilent: true })
    await moderate(max, anna, 'unsilence')
    expect(seat()).toMatchObject({ isSilent: false })
    await moderate(max, anna, 'remove')
    expect(world.endings(anna)).toEqual([{ stay, reason: 'removed' }])
    expect(world.lists(general).at(-1)).toEqual([])
    expect(world.audited).toMatchObject([
      {
        action: 'voice-silence',
        actor: { name: 'Max' },
        target: { name: 'Anna' },
        roomId: general,
      },
      { action: 'voice-unsilence' },
      { action: 'voice-remove' },
    ])
  })

  test('needs the right, a higher role and somebody who is there', async () => {
    const [max, mia] = ['Max', 'Mia'].map((name) => world.person(name, { role: 'moderator' }))
    const [anna, ben] = [world.person('Anna'), world.person('Ben')]
    if (!max || !mia) throw new Error('There are two moderators')
    for (const session of [mia, anna]) await world.joined(session)
    const codeOf = async (done: ReturnType<typeof moderate>) => {
      const outcome = await done
      return outcome.ok ? 'done' : outcome.error.code
    }
    expect(await codeOf(moderate(ben, anna, 'silence'))).toBe('forbidden')
    expect(await codeOf(moderate(max, mia, 'silence'))).toBe('forbidden')
    expect(await codeOf(moderate(mia, mia, 'silence'))).toBe('forbidden')
    expect(await codeOf(moderate(max, ben, 'silence'))).toBe('not-found')
    const nobody = personIdSchema.parse(randomUUID())
    expect(await codeOf(moderate(max, nobody, 'remove'))).toBe('not-found')
    expect(await codeOf(moderate(max, anna, 'remove', vault))).toBe('not-found')
    expect(world.audited).toEqual([])
    expect([...world.engine.seats.values()].map(({ isSilent }) => isSilent)).toEqual([false, false])
  })
})

describe('the right to be heard', () => {
  const silence = (by: Session, whom: Session, action: 'silence' | 'unsilence') =>
    world.voice.moderate(by, { roomId: general as RoomId, userId: idOf(whom), action })
  const MINUTE = 60_000

  test.each([
    ['muted', (anna: Session) => world.changePerson(anna, { mutedUntil: NOW + MINUTE })],
    [
      'given a role that may not speak there',
      (anna: Session) => {
        world.changeRoom(general, { speakRole: 'member' })
        world.changePerson(anna, { role: 'guest' })
      },
    ],
    [
      'in a room where from now on another role speaks',
      () => world.changeRoom(general, { speakRole: 'moderator' }),
    ],
    [
      'muted, of which the news is lost while the store is away',
      (anna: Session) => {
        world.changePerson(anna, { mutedUntil: NOW + MINUTE }, { isTold: false })
        world.comeBack()
      },
    ],
  ])('ends for somebody in voice who is %s', async (_, happen) => {
    const [anna, max] = [world.person('Anna'), world.person('Max', { role: 'moderator' })]
    const { stay } = await world.joined(anna)
    await world.joined(max)
    expect(world.silenced(general)).toEqual([])
    happen(anna)
    await settled()
    expect(world.engine.seats.get(stay)).toMatchObject({ isSilent: true, isDeaf: false })
    expect(world.silenced(general)).toEqual(['Anna'])
    expect(world.endings(anna)).toEqual([])
  })

  test('comes back when a mute has run out, and when it is lifted', async () => {
    const anna = world.person('Anna', { mutedUntil: NOW + MINUTE })
    const { stay, people } = await world.joined(anna)
    expect(people).toMatchObject([{ isSilenced: true }])
    const isSilent = () => world.engine.seats.get(stay)?.isSilent
    await world.beatAfter(MINUTE - 1)
    expect(isSilent()).toBe(true)
    await world.beatAfter(1)
    expect(isSilent()).toBe(false)
    expect(world.silenced(general)).toEqual([])
    world.changePerson(anna, { mutedUntil: NOW + 9 * MINUTE })
    await settled()
    expect(isSilent()).toBe(true)
    world.changePerson(anna, { mutedUntil: null })
    await settled()
    expect(isSilent()).toBe(false)
  })

  test('and what a moderator did in voice do not undo each other', async () => {
    const [anna, max] = [world.person('Anna'), world.person('Max', { role: 'moderator' })]
    const { stay } = await world.joined(anna)
    const isSilent = () => world.engine.seats.get(stay)?.isSilent
    await silence(max, anna, 'silence')
    world.changePerson(anna, { mutedUntil: NOW + MINUTE })
    await settled()
    await world.beatAfter(MINUTE)
    expect([isSilent(), world.silenced(general)]).toEqual([true, ['Anna']])
    world.changePerson(anna, { mutedUntil: NOW + 9 * MINUTE })
    await settled()
    expect(await silence(max, anna, 'unsilence')).toMatchObject({ ok: true })
    expect([isSilent(), world.silenced(general)]).toEqual([true, ['Anna']])
    // Now there is nothing left that this could end.
    const again = await silence(max, anna, 'unsilence')
    expect(again).toMatchObject({ error: { code: 'forbidden' } })
    world.changePerson(anna, { mutedUntil: null })
    await settled()
    expect([isSilent(), world.silenced(general)]).toEqual([false, []])
  })

  test('is as it is in the end, whenever it changes while somebody joins', async () => {
    for (let steps = 0; steps < 30; steps += 1) {
      world = createVoiceWorld()
      const anna = world.person('Anna')
      const joining = world.join(anna)
      for (let step = 0; step < steps; step += 1) await Promise.resolve()
      world.changePerson(anna, { mutedUntil: NOW + MINUTE })
      expect(await joining).toMatchObject({ ok: true })
      await settled()
      const [seat] = world.engine.seats.values()
      expect([seat?.isSilent, world.silenced(general)]).toEqual([true, ['Anna']])
    }
  })
})

test('a stay that never was is nobody’s', async () => {
  const anna = world.person('Anna')
  const stay: VoiceStayId = voiceStayIdSchema.parse(randomUUID())
  expect(await world.voice.setState(anna, { stay })).toMatchObject({ error: { code: 'not-found' } })
  expect(await world.voice.leave(anna, { stay })).toEqual({ ok: true, value: {} })
})

describe('the way over TCP', () => {
  test('is given to each stay, and ends with it however that ends', async () => {
    world = createVoiceWorld({ hasSound: false })
    const open = new Set<VoiceStayId>()
    world.voice.start(world.engine, {
      admit(stay) {
        open.add(stay)
        return { address: null, username: stay, credential: 'word' }
      },
      dismiss: (stay) => void open.delete(stay),
    })
    const [anna, ben, carl] = [world.person('Anna'), world.person('Ben'), world.person('Carl')]
    const { stay, relay } = await world.joined(anna)
    expect(relay).toEqual({ address: null, username: stay, credential: 'word' })
    const lost = await world.joined(ben)
    await world.joined(carl)
    expect(open.size).toBe(3)
    await world.voice.leave(anna, { stay })
    world.engine.lose(lost.stay)
    await world.voice.disconnect(carl)
    await settled()
    expect([...open]).toEqual([])
  })

  test('is none where there is no relay', async () => {
    expect((await world.joined(world.person('Anna'))).relay).toBeNull()
  })
})
