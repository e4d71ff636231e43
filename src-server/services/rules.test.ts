import { beforeEach, describe, expect, test } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import { personIdSchema, type PersonId, type RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import { RIGHTS, ROLES, type Right, type Role } from '#shared/domain/rights.ts'
import { ROOM_DEFAULTS, type Room } from '#shared/domain/rooms.ts'
import { Gone } from '../ports/gone.ts'
import { createRules, type Rules } from './rules.ts'

const NOW = 1_700_000_000_000

/** One person of each role, and a second member. */
const ids = Object.fromEntries(
  [...ROLES, 'other'].map((name, index) => [
    name,
    personIdSchema.parse(`00000000-0000-4000-8000-00000000000${index}`),
  ]),
) as Record<Role | 'other', PersonId>
const person = (who: Role | 'other'): Person => ({ id: ids[who], name: who as PersonName })

const roomOf = (more: Partial<Room>): Room => ({
  ...ROOM_DEFAULTS,
  id: 'attic' as RoomId,
  name: 'Attic',
  icon: '🏚️',
  topic: '',
  ...more,
})

let room: Room
let members: Set<PersonId>
let muted: Map<PersonId, number>
let blocked: Map<PersonId, readonly PersonId[]>
let pauses: Map<string, number>
let rules: Rules

beforeEach(() => {
  room = roomOf({})
  members = new Set()
  muted = new Map()
  blocked = new Map()
  pauses = new Map()
  rules = createRules({
    rooms: {
      list: async () => [room],
      find: async (id) => (id === room.id ? room : null),
      isMember: async (_, id) => members.has(id),
      membersOf: async () => members,
    },
    people: {
      find: async (id) => {
        const role = ROLES.find((one) => ids[one] === id) ?? (id === ids.other ? 'member' : null)
        return role && ({ id, role, mutedUntil: muted.get(id) ?? null } as never)
      },
    },
    conversations: { blockedBy: async (id: PersonId) => blocked.get(id) ?? [] } as never,
    slowMode: {
      waitFor: async (roomId, id) => pauses.get(`${roomId}:${id}`) ?? 0,
      note: async (roomId, id, seconds) => void pauses.set(`${roomId}:${id}`, seconds * 1_000),
    },
    clock: { now: () => NOW, monotonic: () => 0, after: () => () => {} },
  })
})

/** The roles for which something is allowed, from the most trusted on. */
async function allowed(ask: (who: Role) => Promise<unknown>): Promise<readonly Role[]> {
  const answers = await Promise.all(ROLES.map(ask))
  return ROLES.filter((_, index) => answers[index] === true || answers[index] === null)
}
const upTo = (least: Role): readonly Role[] => ROLES.slice(0, ROLES.indexOf(least) + 1)

describe('rights', () => {
  test.each(Object.entries(RIGHTS) as [Right, Role][])(
    '%s belongs to %s and whoever is more',
    async (right, least) => {
      expect(await allowed((who) => rules.has(person(who), right))).toEqual(upTo(least))
    },
  )

  test('whoever is not known may do what a guest may', async () => {
    const stranger = { id: personIdSchema.parse('00000000-0000-4000-8000-0000000000ff') }
    for (const right of Object.keys(RIGHTS) as Right[]) {
      expect(await rules.has(stranger as Person, right)).toBe((RIGHTS[right] as Role) === 'guest')
    }
  })
})

describe('reading', () => {
  test('everybody reads a public room', async () => {
    expect(await allowed((who) => rules.mayRead(person(who), room))).toEqual(ROLES)
  })

  test.each(['password', 'private'] as const)(
    'members alone read a %s room, whatever the role and whoever made it',
    async (access) => {
      room = roomOf({ access, creatorId: ids.owner })
      expect(await allowed((who) => rules.mayRead(person(who), room))).toEqual([])
      members.add(ids.guest)
      expect(await allowed((who) => rules.mayRead(person(who), room))).toEqual(['guest'])
    },
  )
})

describe('managing', () => {
  test('belongs to admins and to whoever made the room', async () => {
    const may = (who: Role) => rules.mayManage(person(who), room)
    expect(await allowed(may)).toEqual(upTo('admin'))
    room = roomOf({ creatorId: ids.guest })
    expect(await allowed(may)).toEqual([...upTo('admin'), 'guest'])
  })
})

describe('speaking', () => {
  const speech = (who: Role | 'other') => rules.refuseSpeech(person(who), room.id)

  test('everybody speaks, unless the room is archived', async () => {
    expect(await allowed(speech)).toEqual(ROLES)
    room = roomOf({ archivedAt: NOW, creatorId: ids.owner })
    expect(await allowed(speech)).toEqual([])
    expect(await allowed((who) => rules.refuseChange(person(who), room.id))).toEqual([])
  })

  test.each(ROLES)('where %s may speak, whoever is more may as well', async (speakRole) => {
    room = roomOf({ speakRole })
    expect(await allowed(speech)).toEqual(upTo(speakRole))
    room = roomOf({ speakRole, creatorId: ids.guest })
    expect(await allowed(speech)).toEqual([...new Set([...upTo(speakRole), 'guest'])])
    expect(await allowed((who) => rules.refuseChange(person(who), room.id))).toEqual(ROLES)
  })

  test('nobody speaks in a room that is not there', async () => {
    const nowhere = 'nowhere' as RoomId
    await expect(rules.refuseSpeech(person('owner'), nowhere)).rejects.toBeInstanceOf(Gone)
    await expect(rules.refuseChange(person('owner'), nowhere)).rejects.toBeInstanceOf(Gone)
  })

  test('whoever is muted says nothing until that is over', async () => {
    muted.set(ids.member, NOW + 1)
    expect(await speech('member')).toMatchObject({ code: 'forbidden' })
    expect(await rules.refuseChange(person('member'), room.id)).toMatchObject({ code: 'forbidden' })
    muted.set(ids.member, NOW)
    expect(await speech('member')).toBeNull()
  })

  test('whoever is muted may talk with those who can end it, and with nobody else', async () => {
    muted.set(ids.member, NOW + 1)
    const to = (other: Role | 'other') =>
      rules.refuseSpeech(person('member'), directIdOf(ids.member, ids[other]))
    expect(await to('other')).not.toBeNull()
    expect(await to('guest')).not.toBeNull()
    expect(await to('moderator')).toBeNull()
  })

  test('slow mode concerns whoever is less than a moderator and did not make the room', async () => {
    room = roomOf({ slowModeSeconds: 30 })
    for (const who of ROLES) rules.noteSpeech(person(who), room.id)
    await Promise.resolve()
    expect(await allowed(speech)).toEqual(upTo('moderator'))
    expect(await speech('guest')).toMatchObject({ code: 'rate-limited', retryAfter: 30_000 })
    expect(await speech('other')).toBeNull()
    expect(await rules.refuseChange(person('guest'), room.id)).toBeNull()
    room = roomOf({ slowModeSeconds: 30, creatorId: ids.guest })
    expect(await speech('guest')).toBeNull()
    room = roomOf({ slowModeSeconds: 0 })
    expect(await allowed(speech)).toEqual(ROLES)
  })

  test.each([
    ['member', 'other'],
    ['other', 'member'],
  ] as const)('when %s blocks %s neither speaks with the other', async (blocker, victim) => {
    const roomId = directIdOf(ids.member, ids.other)
    blocked.set(ids[blocker], [ids[victim]])
    for (const who of ['member', 'other'] as const) {
      expect(await rules.refuseSpeech(person(who), roomId)).toMatchObject({ code: 'forbidden' })
      expect(await rules.refuseChange(person(who), roomId)).toMatchObject({ code: 'forbidden' })
    }
    expect(await speech(victim)).toBeNull()
  })
})

describe('pinning', () => {
  test.each(ROLES)('where %s may pin, whoever is more may as well', async (pinRole) => {
    room = roomOf({ pinRole })
    expect(await allowed((who) => rules.mayPin(person(who), room.id))).toEqual(upTo(pinRole))
    room = roomOf({ pinRole, creatorId: ids.guest })
    expect(await rules.mayPin(person('guest'), room.id)).toBe(true)
  })

  test('both pin in a direct conversation, nobody in a room that is not there', async () => {
    expect(await rules.mayPin(person('guest'), directIdOf(ids.guest, ids.other))).toBe(true)
    expect(await rules.mayPin(person('owner'), 'nowhere' as RoomId)).toBe(false)
  })
})

describe('deleting', () => {
  const messageOf = (author: Role, roomId: RoomId) =>
    ({ author: person(author), roomId }) as Message

  test.each(ROLES.flatMap((actor) => ROLES.map((author) => [actor, author] as const)))(
    '%s and what %s said',
    async (actor, author) => {
      const isModerating =
        ROLES.indexOf(actor) <= ROLES.indexOf('moderator') &&
        ROLES.indexOf(actor) < ROLES.indexOf(author)
      expect(await rules.mayDelete(person(actor), messageOf(author, room.id))).toBe(
        actor === author || isModerating,
      )
      const direct = directIdOf(ids[actor], ids[author === actor ? 'other' : author])
      expect(await rules.mayDelete(person(actor), messageOf(author, direct))).toBe(actor === author)
    },
  )
})
