import { describe, expect, test } from 'vitest'
import { nameKeys } from '#shared/domain/names.ts'
import { makeOwner } from '../../src-server/commands/make-owner.ts'
import { parseCommandLine } from '../../src-server/commands/command-line.ts'
import type { PasswordHash } from '../../src-server/ports/secrets.ts'
import { newPerson } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const [first, anna] = [newPerson('First'), newPerson('Anna Maria')]
const [twin, otherTwin] = [newPerson('Twin'), newPerson('Twin')]

describe.each(durableStores)('make-owner on $name', (kind) => {
  const store = storeOfEachTest(kind, { people: [first, anna, twin, otherTwin] })

  const told: string[] = []
  const tell = async (id: string) => void told.push(id)
  const make = (who: string) => makeOwner({ ...store, tell }, { who, now: 5 })

  test('somebody is found by name however it is written, and it is logged and told', async () => {
    expect(await make('anna maria')).toEqual({
      ok: true,
      value: ['Anna Maria is an owner of this server now.'],
    })
    expect(await store.people.find(anna.id)).toMatchObject({ role: 'owner' })
    expect(await store.people.find(first.id)).toMatchObject({ role: 'owner' })
    expect(told.at(-1)).toBe(anna.id)
    expect(await store.moderation.log(null, 5)).toMatchObject([
      { action: 'set-role', target: { name: 'Anna Maria' }, at: 5 },
    ])
    expect(await make(anna.id)).toMatchObject({ value: ['Anna Maria is an owner already.'] })
    expect(await store.moderation.log(null, 5)).toHaveLength(1)
  })

  test('of several with one name the id decides, or who has protected it', async () => {
    const several = await make('Twin')
    expect(several).toMatchObject({ ok: false })
    for (const { id } of [twin, otherTwin]) expect(JSON.stringify(several)).toContain(id)
    const hash = '$argon2id$x' as PasswordHash
    await store.people.protect(otherTwin.id, { keys: nameKeys('Twin'), hash })
    expect(await make('Twin')).toMatchObject({ ok: true })
    expect(await store.people.find(otherTwin.id)).toMatchObject({ role: 'owner' })
    expect(await store.people.find(twin.id)).toMatchObject({ role: 'member' })
    expect(await make(twin.id)).toMatchObject({ ok: true })
  })

  test.each(['Nobody Here', '<b>', '', '7d0f1c52-3d0e-4c6a-9f59-0d9a3a5f6b10'])(
    '%j changes nothing',
    async (who) => {
      expect(await make(who)).toMatchObject({ ok: false })
      expect(await store.moderation.log(null, 5)).toEqual([])
    },
  )
})

test('the command takes one name', () => {
  const parse = (...words: string[]) => parseCommandLine(words, '/')
  expect(parse('make-owner', 'Anna')).toEqual({
    ok: true,
    value: { name: 'make-owner', who: 'Anna' },
  })
  expect(parse('make-owner')).toMatchObject({ ok: false })
  expect(parse('make-owner', 'Anna', 'Maria')).toMatchObject({ ok: false })
})
