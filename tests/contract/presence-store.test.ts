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

  const claim = (sessionId: SessionId, person: Person) =>
    store.claimName({ sessionId, person, keys: nameKeys(person.name) })

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
})
