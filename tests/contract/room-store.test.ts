import { describe, expect, test } from 'vitest'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { DEFAULT_ROOMS, ROOM_DEFAULTS, type Room } from '#shared/domain/rooms.ts'
import { Gone } from '../../src-server/ports/gone.ts'
import type { PasswordHash } from '../../src-server/ports/secrets.ts'
import { until } from '../support/redis-conversation.ts'
import { draftsOf, emojiOf, general, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const draft = draftsOf(anna)

const attic: Room = {
  ...ROOM_DEFAULTS,
  id: 'attic' as RoomId,
  name: 'Attic "語" / 🙂',
  icon: '🏚️',
  topic: '',
  access: 'private',
  creatorId: anna.id,
  archivedAt: 1_700_000_000_003,
  slowModeSeconds: 30,
  speakRole: 'moderator',
  pinRole: 'admin',
  retentionDays: 7,
}
const cellar: Room = { ...attic, ...ROOM_DEFAULTS, id: 'cellar' as RoomId, name: 'Cellar' }
const hash = 'a hash' as PasswordHash

describe.each(durableStores)('the rooms on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [anna, ben] })

  const create = (room: Room, more: object = {}) =>
    store.rooms.create({ room, passwordHash: null, members: [], roomsMax: 20, ...more })
  const idsOf = async () => (await store.rooms.list()).map(({ id }) => id)
  const isErased = (ids: readonly Parameters<DurableStore['messages']['find']>[0][]) =>
    until(async () => {
      const found = await Promise.all(ids.map((id) => store.messages.find(id)))
      return found.every((message) => message === null)
    })

  test('a new room is the last of the list, exactly as it was given, and takes messages', async () => {
    expect(await create(attic)).toBe('created')
    expect(await create(cellar)).toBe('created')
    expect(await store.rooms.list()).toEqual([...DEFAULT_ROOMS, attic, cellar])
    const { message } = await store.messages.append(draft('First', { roomId: attic.id }))
    expect(message.seq).toBe(1)
    await store.close()
    await store.openAgain()
    expect(await store.rooms.list()).toEqual([...DEFAULT_ROOMS, attic, cellar])
  })

  test('an id is taken once, by however many at the same time', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => create(attic)))
    expect(outcomes.toSorted()).toEqual(['created', 'taken', 'taken', 'taken', 'taken'])
    expect(await create({ ...attic, id: general })).toBe('taken')
    expect(await idsOf()).toEqual([...DEFAULT_ROOMS.map(({ id }) => id), 'attic'])
  })

  test('there are at most as many rooms as allowed', async () => {
    expect(await create(attic, { roomsMax: 4 })).toBe('created')
    expect(await create(cellar, { roomsMax: 4 })).toBe('full')
    expect(await store.rooms.remove(attic.id)).toBe(true)
    expect(await create(cellar, { roomsMax: 4 })).toBe('created')
  })

  test('what changes is replaced, and nothing else', async () => {
    await create(attic)
    const change = { name: 'Loft', topic: 'Dust', archivedAt: null, retentionDays: null } as const
    const changed = { ...attic, ...change }
    expect(await store.rooms.update(attic.id, change)).toEqual(changed)
    expect(await store.rooms.update(attic.id, {})).toEqual(changed)
    expect((await store.rooms.list()).at(-1)).toEqual(changed)
    expect(await store.rooms.update('nowhere' as RoomId, change)).toBeNull()
  })

  test('two changes at the same time are both made', async () => {
    await create(attic)
    await Promise.all([
      store.rooms.update(attic.id, { name: 'Loft' }),
      store.rooms.update(attic.id, { topic: 'Dust' }),
      store.rooms.update(attic.id, { icon: '🎪' }),
    ])
    expect((await store.rooms.list()).at(-1)).toEqual({
      ...attic,
      name: 'Loft',
      topic: 'Dust',
      icon: '🎪',
    })
  })

  test('a password is kept beside the room and goes with it', async () => {
    expect(await store.rooms.passwordOf(general)).toBeNull()
    await create(attic, { passwordHash: hash })
    expect(await store.rooms.passwordOf(attic.id)).toBe(hash)
    expect(JSON.stringify(await store.rooms.list())).not.toContain(hash)
    await store.rooms.setPassword(attic.id, 'another' as PasswordHash)
    expect(await store.rooms.passwordOf(attic.id)).toBe('another')
    await store.rooms.setPassword(attic.id, null)
    expect(await store.rooms.passwordOf(attic.id)).toBeNull()
    await store.rooms.setPassword(attic.id, hash)
    await store.rooms.remove(attic.id)
    expect(await store.rooms.passwordOf(attic.id)).toBeNull()
    await store.rooms.setPassword(attic.id, hash)
    expect(await store.rooms.passwordOf(attic.id)).toBeNull()
  })

  test('members come and go, each change once', async () => {
    await create(attic, { members: [anna.id] })
    expect(await store.rooms.membersOf(attic.id)).toEqual([anna.id])
    const added = await Promise.all([1, 2, 3].map(() => store.rooms.addMember(attic.id, ben.id)))
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await store.rooms.membersOf(attic.id)).toEqual([anna.id, ben.id].toSorted())
    await create(cellar, { members: [ben.id] })
    expect(await store.rooms.membershipsOf(ben.id)).toEqual(['attic', 'cellar'])
    expect(await store.rooms.removeMember(attic.id, ben.id)).toBe(true)
    expect(await store.rooms.removeMember(attic.id, ben.id)).toBe(false)
    expect(await store.rooms.membershipsOf(ben.id)).toEqual(['cellar'])
    expect(await store.rooms.membersOf(attic.id)).toEqual([anna.id])
    expect(await store.rooms.addMember('nowhere' as RoomId, ben.id)).toBe(false)
    expect(await store.rooms.membershipsOf(ben.id)).toEqual(['cellar'])
  })

  test('a removed room is gone with everything in it, and its id never comes back', async () => {
    await create(attic, { members: [anna.id, ben.id] })
    const ids = await sayMuch(600)
    const [first] = ids as [(typeof ids)[number]]
    await store.messages.react({
      messageId: first,
      person: publicly(ben),
      emoji: emojiOf('👍'),
      on: true,
      emojiMax: 20,
    })
    await store.messages.pin({
      messageId: first,
      pin: { pinnedAt: 1, by: publicly(ben) },
      pinsMax: 50,
    })
    await store.conversations.read(attic.id, ben.id, 3)
    const kept = await store.messages.append(draft('Elsewhere'))

    expect(await store.rooms.remove(attic.id)).toBe(true)
    expect(await store.rooms.remove(attic.id)).toBe(false)
    expect(await store.rooms.list()).toEqual(DEFAULT_ROOMS)
    expect(await create(attic)).toBe('taken')
    expect(await store.rooms.update(attic.id, { name: 'Back again' })).toBeNull()
    await isErased(ids)
    await until(async () => (await store.rooms.membersOf(attic.id)).length === 0)
    await until(async () => (await store.conversations.receipts(attic.id)).length === 0)
    expect(await store.rooms.membershipsOf(ben.id)).toEqual([])
    expect(await store.messages.pins(attic.id)).toEqual([])
    expect(await store.messages.page(attic.id, { from: 'newest' }, 10)).toMatchObject({
      messages: [],
      lastSeq: 0,
    })
    expect((await store.messages.find(kept.message.id))?.text).toBe('Elsewhere')
    await store.close()
    await store.openAgain()
    expect(await create(attic)).toBe('taken')
    expect(await store.rooms.list()).toEqual(DEFAULT_ROOMS)
  })

  test('whoever writes while a room is removed is refused, and the room stays gone', async () => {
    await create(attic)
    const { message } = await store.messages.append(draft('Before', { roomId: attic.id }))
    const [removed, ...late] = await Promise.allSettled([
      store.rooms.remove(attic.id),
      store.messages.append(draft('Too late', { roomId: attic.id })),
      store.conversations.read(attic.id, ben.id, 1),
    ])
    expect(removed).toMatchObject({ value: true })
    for (const result of late) {
      expect(result.status === 'rejected' && result.reason).toBeInstanceOf(Gone)
    }
    const edited = await store.messages.edit(message.id, 'Changed', 2).catch((error) => {
      expect(error).toBeInstanceOf(Gone)
      return null
    })
    expect(edited).toBeNull()
    await isErased([message.id])
    await expect(
      store.messages.append(draft('Much too late', { roomId: attic.id })),
    ).rejects.toBeInstanceOf(Gone)
    expect(await idsOf()).not.toContain('attic')
  })

  /** In parts, so that no answer has to wait for thousands of others. */
  async function sayMuch(lines: number) {
    const ids: MessageId[] = []
    while (ids.length < lines) {
      const part = Array.from({ length: 200 }, (_, line) =>
        store.messages.append(draft(`Line ${line}`, { roomId: attic.id })),
      )
      ids.push(...(await Promise.all(part)).map(({ message }) => message.id))
    }
    return ids
  }

  test('what a sudden end left of a removed room is erased at the next start', async () => {
    await create(attic)
    const ids = await sayMuch(600)
    await store.rooms.remove(attic.id)
    await store.close()
    await store.openAgain()
    await isErased(ids)
  })
})
