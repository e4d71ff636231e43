import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoomId, SessionId } from '#shared/domain/ids.ts'
import { nameKeys, type PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { PresenceStore } from '../../src-server/ports/presence-store.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { presenceStores } from './stores.ts'

const general = 'general' as RoomId
const music = 'music' as RoomId
const phone = 'phone' as SessionId
const laptop = 'laptop' as SessionId

const personNamed = (name: string): Person => ({
  id: systemSecrets.newPersonId(),
  name: name as PersonName,
})

describe.each(presenceStores)('presence on $name', ({ open }) => {
  let store: PresenceStore
  let close: () => Promise<void>
  beforeEach(async () => {
    const opened = await open()
    store = opened.presence
    close = opened.close
  })
  afterEach(() => close())

  const claim = (sessionId: SessionId, person: Person, isHidden = false) =>
    store.claimName({ sessionId, person, keys: nameKeys(person.name), isHidden })

  test('a name belongs to one person at a time', async () => {
    const [anna, other] = [personNamed('Anna'), personNamed('АNNA')]
    expect(await claim(phone, anna)).toBe(true)
    expect(await claim(laptop, other)).toBe(false)
    await store.dropSession(laptop)
    expect(await claim(phone, anna)).toBe(true)
    await store.dropSession(phone)
    expect(await claim(laptop, other)).toBe(true)
  })

  test('of many claims at once exactly one wins', async () => {
    const claims = Array.from({ length: 20 }, (_, index) =>
      claim(`session-${index}` as SessionId, personNamed('Anna')),
    )
    expect((await Promise.all(claims)).filter((isMine) => isMine)).toHaveLength(1)
  })

  test('a new name frees the former one, on all devices', async () => {
    const anna = personNamed('Anna')
    await claim(phone, anna)
    await store.enterRoom(phone, general)
    const renamed: Person = { ...anna, name: 'Emma' as PersonName }
    expect(await claim(laptop, renamed)).toBe(true)
    expect(await store.peopleIn(general)).toEqual([renamed])
    expect(await claim('other' as SessionId, personNamed('Anna'))).toBe(true)
    expect(await store.roomsOf(anna.id)).toEqual([general])
  })

  test('one person with several devices arrives once and leaves once', async () => {
    const anna = personNamed('Anna')
    await claim(phone, anna)
    await claim(laptop, anna)
    expect(await store.enterRoom(phone, general)).toEqual({ isFirst: true, left: null })
    expect(await store.enterRoom(laptop, general)).toEqual({ isFirst: false, left: null })
    expect(await store.peopleIn(general)).toEqual([anna])
    expect(await store.counts()).toEqual(new Map([[general, 1]]))
    expect(await store.leaveRoom(phone)).toEqual({ roomId: general, person: anna, wasLast: false })
    expect(await store.leaveRoom(phone)).toBeNull()
    expect(await store.dropSession(laptop)).toEqual({
      roomId: general,
      person: anna,
      wasLast: true,
    })
    expect(await store.dropSession(laptop)).toBeNull()
    expect(await store.total()).toBe(0)
  })

  test('entering another room leaves the first one in the same step', async () => {
    const anna = personNamed('Anna')
    await claim(phone, anna)
    await store.enterRoom(phone, general)
    expect(await store.enterRoom(phone, music)).toEqual({
      isFirst: true,
      left: { roomId: general, person: anna, wasLast: true },
    })
    expect(await store.peopleIn(general)).toEqual([])
    expect(await store.total()).toBe(1)
  })

  test('a person in two rooms with two devices counts in both and once in all', async () => {
    const anna = personNamed('Anna')
    await claim(phone, anna)
    await claim(laptop, anna)
    await store.enterRoom(phone, general)
    await store.enterRoom(laptop, music)
    expect(await store.total()).toBe(1)
    expect([...(await store.roomsOf(anna.id))].toSorted()).toEqual([general, music])
  })

  test('people are sorted by name, regardless of case and accents', async () => {
    for (const name of ['zoe', 'Émile', 'Dora', 'Fritz']) {
      await claim(name as SessionId, personNamed(name))
      await store.enterRoom(name as SessionId, general)
    }
    const people = await store.peopleIn(general)
    expect(people.map(({ name }) => name)).toEqual(['Dora', 'Émile', 'Fritz', 'zoe'])
  })

  test('a person is active when any device is, and here in no room too', async () => {
    const [anna, ben] = [personNamed('Anna'), personNamed('Ben')]
    expect(await store.find(anna.id)).toBeNull()
    await claim(phone, anna)
    await claim(laptop, anna)
    await claim('other' as SessionId, ben)
    expect(await store.find(anna.id)).toEqual({ sessions: 2, isActive: true })
    expect(await store.setActive(phone, false)).toBe(false)
    expect(await store.setActive(laptop, false)).toBe(true)
    expect(await store.setActive(laptop, false)).toBe(false)
    expect(await store.everybody()).toEqual(
      new Map([
        [anna.id, { sessions: 2, isActive: false }],
        [ben.id, { sessions: 1, isActive: true }],
      ]),
    )
    expect(await store.setActive(phone, true)).toBe(true)
    await store.dropSession(phone)
    expect(await store.find(anna.id)).toEqual({ sessions: 1, isActive: false })
    await store.dropSession(laptop)
    expect(await store.find(anna.id)).toBeNull()
    expect(await store.setActive(laptop, true)).toBe(false)
    expect(await store.everybody()).toEqual(new Map([[ben.id, { sessions: 1, isActive: true }]]))
  })

  test('a hidden person comes and goes unnoticed, in no list and no count', async () => {
    const [anna, ben] = [personNamed('Anna'), personNamed('Ben')]
    await claim(phone, anna, true)
    await claim(laptop, ben)
    await store.enterRoom(laptop, general)
    expect(await store.enterRoom(phone, general)).toEqual({ isFirst: false, left: null })
    expect(await store.peopleIn(general)).toEqual([ben])
    expect(await store.counts()).toEqual(new Map([[general, 1]]))
    expect(await store.total()).toBe(1)
    expect(await store.roomsOf(anna.id)).toEqual([general])
    expect(await store.find(anna.id)).toEqual({ sessions: 1, isActive: true })
    const quiet = { roomId: general, person: anna, wasLast: false }
    expect(await store.enterRoom(phone, music)).toEqual({ isFirst: false, left: quiet })
    expect(await store.dropSession(phone)).toEqual({ ...quiet, roomId: music })
    await claim(phone, anna)
    expect(await store.enterRoom(phone, general)).toMatchObject({ isFirst: true })
  })

  test('hiding looks like leaving every room, showing like entering it', async () => {
    const anna = personNamed('Anna')
    await claim(phone, anna)
    await claim(laptop, anna)
    await store.enterRoom(phone, general)
    await store.enterRoom(laptop, general)
    expect(await store.setHidden(anna.id, true)).toEqual([general])
    expect(await store.setHidden(anna.id, true)).toEqual([])
    expect(await store.peopleIn(general)).toEqual([])
    expect(await store.total()).toBe(0)
    await claim('tablet' as SessionId, anna)
    expect(await store.enterRoom('tablet' as SessionId, general)).toMatchObject({ isFirst: false })
    await store.leaveRoom(laptop)
    expect(await store.setHidden(anna.id, false)).toEqual([general])
    expect(await store.peopleIn(general)).toEqual([anna])
    expect(await store.counts()).toEqual(new Map([[general, 1]]))
    await store.leaveRoom(phone)
    expect(await store.leaveRoom('tablet' as SessionId)).toMatchObject({ wasLast: true })
    expect(await store.total()).toBe(0)
    expect(await store.setHidden(personNamed('Nobody').id, true)).toEqual([])
  })
})
