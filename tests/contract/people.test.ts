import { describe, expect, test } from 'vitest'
import type { BlobId } from '#shared/domain/ids.ts'
import { nameKeys, type PersonName } from '#shared/domain/names.ts'
import type { NewPerson } from '../../src-server/ports/people-store.ts'
import type { PasswordHash, TokenHash } from '../../src-server/ports/secrets.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { newPerson } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const HASH = '$argon2id$one' as PasswordHash
const OTHER_HASH = '$argon2id$other' as PasswordHash

const anna = newPerson('Anna')
const ben = newPerson('Ben')

const newTokenHash = (): TokenHash => systemSecrets.hash(systemSecrets.newToken())
const nameOf = (name: string): PersonName => name as PersonName

describe.each(durableStores)('people on $name', (kind) => {
  const store = storeOfEachTest(kind)

  const protect = (person: NewPerson, hash: PasswordHash | null = HASH) =>
    store.people.protect(person.id, hash && { keys: nameKeys(person.name), hash })

  test('the very first person owns the server, the others are what was asked for', async () => {
    const first = await store.people.create(anna)
    expect(first).toEqual({
      id: anna.id,
      name: 'Anna',
      createdAt: anna.createdAt,
      lastSeenAt: anna.createdAt,
      role: 'owner',
      statusText: '',
      avatar: null,
      availability: 'online',
      mutedUntil: null,
      isProtected: false,
    })
    expect(await store.people.create({ ...ben, role: 'guest' })).toMatchObject({ role: 'guest' })
    expect(await store.people.find(anna.id)).toEqual(first)
    expect(await store.people.findByTokenHash(anna.tokenHash)).toEqual(first)
    expect(await store.people.find(systemSecrets.newPersonId())).toBeNull()
    expect(await store.people.findByTokenHash(newTokenHash())).toBeNull()
  })

  test('of many first people at once one is the owner', async () => {
    const people = Array.from({ length: 20 }, (_, index) => newPerson(`Person ${index}`))
    const created = await Promise.all(people.map((person) => store.people.create(person)))
    expect(created.filter(({ role }) => role === 'owner')).toHaveLength(1)
  })

  test('says of oneself what was changed last, and keeps the rest', async () => {
    await store.people.create(anna)
    const avatar = 'a'.repeat(64) as BlobId
    const changed = await store.people.update(anna.id, { statusText: 'Zoë 🙂', avatar })
    expect(changed).toMatchObject({ statusText: 'Zoë 🙂', avatar, availability: 'online' })
    await store.people.update(anna.id, { availability: 'dnd', mutedUntil: 5 })
    const cleared = await store.people.update(anna.id, {
      statusText: '',
      avatar: null,
      mutedUntil: null,
    })
    expect(cleared).toMatchObject({ statusText: '', avatar: null, mutedUntil: null })
    expect(cleared).toMatchObject({ availability: 'dnd', role: 'owner', name: 'Anna' })
    expect(await store.people.update(ben.id, { statusText: 'Who?' })).toBeNull()
    expect(await store.people.find(ben.id)).toBeNull()
  })

  test('an owner stays: the last one cannot lose the role, not even two at once', async () => {
    await store.people.create(anna)
    await store.people.create(ben)
    expect(await store.people.setRole(anna.id, 'member')).toEqual({ kind: 'last-owner' })
    expect(await store.people.setRole(anna.id, 'owner')).toMatchObject({ kind: 'done' })
    expect(await store.people.setRole(ben.id, 'owner')).toMatchObject({
      kind: 'done',
      person: { id: ben.id, role: 'owner' },
    })
    const outcomes = await Promise.all(
      [anna, ben].map(({ id }) => store.people.setRole(id, 'guest')),
    )
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'last-owner'])
    const after = await Promise.all([anna, ben].map(({ id }) => store.people.find(id)))
    expect(after.filter((person) => person?.role === 'owner')).toHaveLength(1)
    const unknown = systemSecrets.newPersonId()
    expect(await store.people.setRole(unknown, 'owner')).toEqual({ kind: 'missing' })
  })

  test('a person has several devices, and the newest ones stay', async () => {
    await store.people.create(anna)
    const hashes = Array.from({ length: 4 }, newTokenHash)
    for (const hash of hashes) await store.people.addToken(anna.id, hash, 3)
    const found = await Promise.all(
      [anna.tokenHash, ...hashes].map((hash) => store.people.findByTokenHash(hash)),
    )
    expect(found.map((person) => person?.id)).toEqual([
      undefined,
      undefined,
      anna.id,
      anna.id,
      anna.id,
    ])
  })

  test('a protected name and what looks like it belong to one person', async () => {
    await store.people.create(anna)
    await store.people.create(ben)
    expect(await store.people.protectedBy(nameKeys('Anna'))).toBeNull()
    expect(await protect(anna)).toBe(true)
    expect(await store.people.protectedBy(nameKeys('АNNA'))).toEqual({ id: anna.id, hash: HASH })
    expect(await store.people.find(anna.id)).toMatchObject({ isProtected: true })
    const lookAlike = { keys: nameKeys('Аnna'), hash: OTHER_HASH }
    expect(await store.people.protect(ben.id, lookAlike)).toBe(false)
    expect(await store.people.find(ben.id)).toMatchObject({ isProtected: false })
    expect(await protect(anna, OTHER_HASH)).toBe(true)
    expect(await store.people.protectedBy(nameKeys('Anna'))).toMatchObject({ hash: OTHER_HASH })
    expect(await protect(anna, null)).toBe(true)
    expect(await store.people.protectedBy(nameKeys('Anna'))).toBeNull()
    expect(await store.people.find(anna.id)).toMatchObject({ isProtected: false })
    expect(await store.people.protect(ben.id, lookAlike)).toBe(true)
  })

  test('of many who protect look-alike names at once one succeeds', async () => {
    const names = ['Anna', 'anna', 'ANNA', 'Аnna', 'Anпa']
    const people = names.map((name) => newPerson(name))
    for (const person of people) await store.people.create(person)
    const won = await Promise.all(people.map((person) => protect(person)))
    expect(won.filter(Boolean)).toHaveLength(1)
  })

  test('a new name takes the protection along, and never that of somebody else', async () => {
    await store.people.create(anna)
    await store.people.create(ben)
    await protect(anna)
    expect(await store.people.rename(ben.id, nameOf('anna'), nameKeys('anna'))).toBe(false)
    expect(await store.people.find(ben.id)).toMatchObject({ name: 'Ben' })
    expect(await store.people.rename(anna.id, nameOf('Emma'), nameKeys('Emma'))).toBe(true)
    expect(await store.people.find(anna.id)).toMatchObject({ name: 'Emma', isProtected: true })
    expect(await store.people.protectedBy(nameKeys('Anna'))).toBeNull()
    expect(await store.people.protectedBy(nameKeys('emma'))).toMatchObject({ id: anna.id })
    expect(await store.people.rename(ben.id, nameOf('anna'), nameKeys('anna'))).toBe(true)
    expect(await store.people.find(ben.id)).toMatchObject({ name: 'anna', isProtected: false })
  })

  test('lists whoever was here lately, and whose name is protected', async () => {
    const [old, kept, recent] = [newPerson('Old'), newPerson('Kept'), newPerson('Recent')]
    for (const person of [old, kept, recent]) await store.people.create(person)
    await protect(kept)
    await store.people.touch(recent.id, recent.createdAt + 1_000)
    await store.people.touch(recent.id, recent.createdAt + 500)
    const names = async (since: number) =>
      (await store.people.list(since)).map(({ name }) => name).toSorted()
    expect(await names(recent.createdAt + 1_000)).toEqual(['Kept', 'Recent'])
    expect(await names(recent.createdAt + 1_001)).toEqual(['Kept'])
    expect(await names(0)).toEqual(['Kept', 'Old', 'Recent'])
    expect(await store.people.find(recent.id)).toMatchObject({
      lastSeenAt: recent.createdAt + 1_000,
    })
  })

  test('keeps everything when it is closed and opened again', async () => {
    await store.people.create(anna)
    await protect(anna)
    const token = newTokenHash()
    await store.people.addToken(anna.id, token, 5)
    const before = await store.people.update(anna.id, { statusText: 'Here', mutedUntil: 7 })
    await store.close()
    await store.openAgain()
    expect(await store.people.findByTokenHash(token)).toEqual(before)
    expect(await store.people.findByTokenHash(anna.tokenHash)).toEqual(before)
    expect(await store.people.protectedBy(nameKeys('Anna'))).toEqual({ id: anna.id, hash: HASH })
    expect(await store.people.create(ben)).toMatchObject({ role: 'member' })
  })
})
