import { describe, expect, test } from 'vitest'
import { nameKeys } from '#shared/domain/names.ts'
import type { AuditDraft, Ban } from '../../src-server/ports/moderation-store.ts'
import type { PasswordHash } from '../../src-server/ports/secrets.ts'
import { general, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const anna = publicly(newPerson('Anna'))
const ben = publicly(newPerson('Ben'))
const zoe = publicly(newPerson('Zoë'))

const banOf = (person: typeof ben, bannedAt: number, until: number | null = null): Ban => ({
  person,
  nameKeys: nameKeys(person.name),
  by: anna,
  reason: 'Because; "quoted"',
  bannedAt,
  until,
})

const entryAt = (at: number): AuditDraft => ({
  at,
  action: 'kick',
  actor: anna,
  target: ben,
  roomId: null,
  detail: `Number ${at}`,
})

describe.each(durableStores)('moderation on $name', (kind) => {
  const store = storeOfEachTest(kind)

  test('gives back the bans that are in force, the newest first', async () => {
    const [forever, short] = [banOf(ben, 10), banOf(zoe, 20, 100)]
    await store.moderation.ban(forever)
    await store.moderation.ban(short)
    expect(await store.moderation.bans(99)).toEqual([short, forever])
    expect(await store.moderation.bans(100)).toEqual([forever])
    expect(await store.moderation.unban(ben.id)).toBe(true)
    expect(await store.moderation.unban(ben.id)).toBe(false)
    expect(await store.moderation.bans(99)).toEqual([short])
  })

  test('a new ban takes the place of the former one of the person', async () => {
    await store.moderation.ban(banOf(ben, 10, 50))
    const again = { ...banOf(ben, 20), reason: 'Again' }
    await store.moderation.ban(again)
    expect(await store.moderation.bans(60)).toEqual([again])
  })

  test('a ban that has ended is forgotten when the next one is made', async () => {
    await store.moderation.ban(banOf(zoe, 10, 50))
    await store.moderation.ban(banOf(ben, 60))
    expect(await store.moderation.bans(20)).toEqual([banOf(ben, 60)])
  })

  test('numbers the log 1, 2, 3 …, however many write at once', async () => {
    const entries = await Promise.all(
      Array.from({ length: 30 }, (_, index) => store.moderation.note(entryAt(index))),
    )
    const numbers = entries.map(({ number }) => number).toSorted((one, other) => one - other)
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  })

  test('pages the log from the newest back', async () => {
    for (let at = 1; at <= 5; at += 1) await store.moderation.note(entryAt(at))
    const page = async (before: number | null, limit: number) =>
      (await store.moderation.log(before, limit)).map(({ number, at }) => [number, at])
    expect(await page(null, 2)).toEqual([
      [5, 5],
      [4, 4],
    ])
    expect(await page(4, 2)).toEqual([
      [3, 3],
      [2, 2],
    ])
    expect(await page(2, 10)).toEqual([[1, 1]])
    expect(await page(1, 10)).toEqual([])
    expect(await page(1_000, 1)).toEqual([[5, 5]])
  })

  test('an entry without target and one about a room come back as they were noted', async () => {
    const drafts: AuditDraft[] = [
      { ...entryAt(1), action: 'update-server', target: null },
      { ...entryAt(2), action: 'update-room', target: null, roomId: general },
    ]
    for (const draft of drafts) await store.moderation.note(draft)
    expect(await store.moderation.log(null, 10)).toEqual([
      { ...drafts[1], number: 2 },
      { ...drafts[0], number: 1 },
    ])
  })

  test('settings begin open, and change one by one', async () => {
    const open = { passwordHash: null, newcomerRole: 'member', retentionDays: null }
    expect(await store.moderation.settings()).toEqual(open)
    const passwordHash = '$argon2id$x' as PasswordHash
    expect(await store.moderation.changeSettings({ passwordHash })).toEqual({
      ...open,
      passwordHash,
    })
    await store.moderation.changeSettings({ newcomerRole: 'guest', retentionDays: 30 })
    await store.moderation.changeSettings({ passwordHash: null })
    await store.close()
    await store.openAgain()
    expect(await store.moderation.settings()).toEqual({
      passwordHash: null,
      newcomerRole: 'guest',
      retentionDays: 30,
    })
    await store.moderation.changeSettings({ retentionDays: null })
    expect(await store.moderation.settings()).toMatchObject({ retentionDays: null })
  })
})
