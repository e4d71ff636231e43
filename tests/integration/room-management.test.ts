import { expect, test } from 'vitest'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { until } from '../support/redis-conversation.ts'
import type { TestClient } from '../support/client.ts'

interface Listed {
  readonly id: string
  readonly name: string
  readonly archivedAt: number | null
  readonly users: number
}

const rooms = (client: TestClient, event = 'rooms:list'): readonly Listed[] =>
  (told(client, event).at(-1) ?? []) as readonly Listed[]

/** Waits until the newest list that the client was told has, or has not, such a room. */
const sees = (client: TestClient, id: string, isThere: boolean, event = 'rooms:list') =>
  until(() => rooms(client, event).some((room) => room.id === id) === isThere)

/** Not of a room of the test before, of which an instance may be told only now. */
const begins = (client: TestClient, id: string) =>
  client.next('conversation:new', ({ roomId }) => roomId === id)

const notices = (client: TestClient): readonly string[] =>
  (told(client, 'chat:message') as { type: string; text: string }[])
    .filter(({ type }) => type === 'system')
    .map(({ text }) => text)

onEveryDeployment('rooms', ({ person, device, open }) => {
  let owner: Participant | null = null
  /** Whoever comes first owns the server; the same person in every test. */
  async function boss(): Promise<Participant> {
    if (!owner) return (owner = await person('Olga'))
    return { ...owner, client: await device(owner) }
  }

  test('are created, seen everywhere, renamed, archived and deleted', async () => {
    const chief = await boss()
    const [anna, ben, carl] = [await person('Anna'), await person('Ben'), await person('Carl')]
    await ask(ben.client, 'conversations:follow', {})
    const { room } = await ask(anna.client, 'room:create', { name: 'Café Society', icon: '☕' })
    expect(room).toMatchObject({ id: 'cafe-society', creatorId: anna.id, users: 0, topic: '' })
    for (const { client } of [anna, ben, carl]) await sees(client, room.id, true)
    expect(await begins(ben.client, room.id)).toMatchObject({ lastSeq: 0 })

    await carl.client.join(room.id, 'Carl')
    await say(anna.client, 'general', 'Come in')
    const change = { roomId: room.id, name: 'Tea Room', topic: 'Cake' }
    expect(await refusalOf(ben.client, 'room:update', change)).toBe('forbidden')
    expect((await ask(anna.client, 'room:update', change)).room).toMatchObject({
      id: room.id,
      name: 'Tea Room',
      topic: 'Cake',
      icon: '☕',
    })
    await until(() => rooms(ben.client).some(({ name }) => name === 'Tea Room'))
    await until(() => notices(carl.client).includes('Anna renamed the room to "Tea Room"'))
    expect(notices(ben.client)).not.toContain('Anna renamed the room to "Tea Room"')

    await say(ben.client, room.id, 'From far away')
    await ask(anna.client, 'room:archive', { roomId: room.id, on: true })
    await until(() =>
      rooms(ben.client).some(({ id, archivedAt }) => id === room.id && !!archivedAt),
    )
    expect(await refusalOf(carl.client, 'chat:message', { roomId: room.id, text: 'No' })).toBe(
      'forbidden',
    )
    const { messages } = await ask(carl.client, 'chat:history', { roomId: room.id })
    expect(messages.map(({ text }) => text)).toEqual(['From far away'])
    await ask(anna.client, 'room:archive', { roomId: room.id, on: false })
    await until(
      async () => (await refusalOf(carl.client, 'chat:typing', { roomId: room.id })) === 'ok',
    )

    expect(await refusalOf(ben.client, 'room:delete', { roomId: room.id })).toBe('forbidden')
    await ask(chief.client, 'room:delete', { roomId: room.id })
    for (const { client } of [ben, carl]) {
      expect(await client.next('room:deleted')).toEqual({ roomId: room.id, reason: 'deleted' })
    }
    for (const { client } of [anna, ben, carl, chief]) await sees(client, room.id, false)
    expect(await refusalOf(carl.client, 'chat:message', { roomId: room.id, text: 'No' })).toBe(
      'not-found',
    )
    expect(await refusalOf(ben.client, 'chat:history', { roomId: room.id })).toBe('not-found')
    const again = await ask(anna.client, 'room:create', { name: 'Café Society', icon: '☕' })
    expect(again.room.id).not.toBe(room.id)
    await carl.client.join(again.room.id, 'Carl')
  })

  test('that are private are invisible to everybody else', async () => {
    await boss()
    const [anna, ben, eve] = [await person('Anne'), await person('Benno'), await person('Eve')]
    await ask(eve.client, 'conversations:follow', {})
    const { room } = await ask(anna.client, 'room:create', {
      name: 'Surprise',
      icon: '🎁',
      access: 'private',
    })
    expect(room.id).not.toContain('surprise')
    await sees(anna.client, room.id, true, 'rooms:mine')
    await anna.client.join(room.id, 'Anne')
    await until(() => rooms(anna.client, 'rooms:mine')[0]?.users === 1)
    await say(anna.client, room.id, 'Between us')
    const http = await (
      await fetch(`${(eve.client.socket.io as never as { uri: string }).uri}/api/rooms`)
    ).text()
    expect(http).not.toContain(room.id)
    for (const [name, input] of [
      ['room:join', { roomId: room.id, user: { name: 'Eve' } }],
      ['room:members', { roomId: room.id }],
      ['room:update', { roomId: room.id, topic: 'Mine' }],
      ['room:invite', { roomId: room.id, userId: eve.id }],
      ['room:remove', { roomId: room.id, userId: eve.id }],
      ['chat:history', { roomId: room.id }],
    ] as const) {
      const reply = await eve.client.call(name, input as never)
      const nowhere = await eve.client.call(name, { ...input, roomId: 'nowhere' } as never)
      expect(JSON.stringify(reply)).toBe(JSON.stringify(nowhere).replaceAll('nowhere', room.id))
      expect(reply).toMatchObject({ ok: false, error: { code: 'not-found' } })
    }
    await eve.client.settle()
    for (const secret of [room.id, 'Surprise', 'Between us']) {
      expect(JSON.stringify(eve.client.received).replaceAll('"event":', '')).not.toContain(secret)
    }

    await ask(ben.client, 'conversations:follow', {})
    await ask(anna.client, 'room:invite', { roomId: room.id, userId: ben.id })
    expect(await begins(ben.client, room.id)).toMatchObject({ lastSeq: 1 })
    await sees(ben.client, room.id, true, 'rooms:mine')
    await ben.client.join(room.id, 'Benno')
    const { members } = await ask(ben.client, 'room:members', { roomId: room.id })
    expect(members.map(({ id }) => id).toSorted()).toEqual([anna.id, ben.id].toSorted())

    const phone = await device(ben)
    await ask(phone, 'conversations:follow', {})
    await ask(anna.client, 'room:remove', { roomId: room.id, userId: ben.id })
    await say(anna.client, room.id, 'Without him')
    for (const client of [ben.client, phone]) {
      expect(await client.next('room:deleted')).toEqual({ roomId: room.id, reason: 'removed' })
      await sees(client, room.id, false, 'rooms:mine')
      expect(await refusalOf(client, 'chat:history', { roomId: room.id })).toBe('not-found')
    }
    await until(() => notices(anna.client).includes('Benno left the room'))
    await anna.client.settle()
    expect(notices(anna.client).filter((text) => text === 'Benno left the room')).toHaveLength(1)
    for (const client of [ben.client, phone]) {
      await client.settle()
      expect(JSON.stringify(client.received)).not.toContain('Without him')
    }
    expect(
      await refusalOf(ben.client, 'room:join', { roomId: room.id, user: { name: 'Benno' } }),
    ).toBe('not-found')
  })

  test('the owner becomes a member of a private room by right, and that is in the log', async () => {
    const chief = await boss()
    const anna = await person('Annabel')
    const { room } = await ask(anna.client, 'room:create', {
      ...{ name: 'Hidden', icon: '🔒', access: 'private' },
    })
    const join = { roomId: room.id, user: { name: 'Olga' } }
    expect(await refusalOf(chief.client, 'room:join', join)).toBe('not-found')
    await ask(chief.client, 'room:invite', { roomId: room.id, userId: chief.id })
    await ask(chief.client, 'room:join', join)
    const { entries } = await ask(chief.client, 'moderation:log', {})
    expect(entries[0]).toMatchObject({ actorId: chief.id, roomId: room.id, action: 'update-room' })
    expect(JSON.stringify(entries)).not.toContain('Hidden')
  })

  test('with a password let in who knows it, and few tries', async () => {
    await boss()
    const [anna, ben, eve] = [await person('Agnes'), await person('Bert'), await person('Evil')]
    const input = { name: 'Vault', icon: '🔑', access: 'password' as const }
    expect(await refusalOf(anna.client, 'room:create', input)).toBe('conflict')
    const { room } = await ask(anna.client, 'room:create', { ...input, password: 'open sesame' })
    await sees(eve.client, room.id, true)
    const join = (name: string, password?: string) => ({
      roomId: room.id,
      user: { name },
      ...(password === undefined ? {} : { password }),
    })
    expect(await refusalOf(ben.client, 'room:join', join('Bert'))).toBe('password-required')
    expect(await refusalOf(ben.client, 'room:join', join('Bert', 'wrong'))).toBe(
      'password-required',
    )
    await ask(ben.client, 'room:join', join('Bert', 'open sesame'))
    await ask(ben.client, 'room:leave', {})
    await ask(ben.client, 'room:join', join('Bert'))
    expect(await refusalOf(eve.client, 'chat:history', { roomId: room.id })).toBe('not-found')
    const answers = new Set<string>()
    const other = await device(eve)
    for (let tries = 0; tries < 12; tries += 1) {
      const client = tries % 2 === 0 ? eve.client : other
      answers.add(await refusalOf(client, 'room:join', join('Evil', `guess ${tries}`)))
    }
    expect([...answers]).toEqual(['password-required', 'rate-limited'])
    expect(await refusalOf(other, 'room:join', join('Evil', 'open sesame'))).toBe('rate-limited')
    expect(await refusalOf(await device(ben), 'room:join', join('Bert'))).toBe('ok')
  })

  test('that become private are left by those who are no members', async () => {
    await boss()
    const [anna, ben] = [await person('Alma'), await person('Bodo')]
    const { room } = await ask(anna.client, 'room:create', { name: 'Open', icon: '🚪' })
    await sees(ben.client, room.id, true)
    await ben.client.join(room.id, 'Bodo')
    await anna.client.join(room.id, 'Alma')
    await ask(anna.client, 'room:update', { roomId: room.id, access: 'private' })
    expect(await ben.client.next('room:deleted')).toEqual({ roomId: room.id, reason: 'removed' })
    await until(() => notices(anna.client).includes('Bodo left the room'))
    await sees(ben.client, room.id, false)
    await sees(anna.client, room.id, true, 'rooms:mine')
    await say(anna.client, room.id, 'Alone')
    await ben.client.settle()
    expect(JSON.stringify(ben.client.received)).not.toContain('Alone')
  })

  test('of the same name created at the same moment are two rooms', async () => {
    await boss()
    const people = await Promise.all([person('Uno'), person('Due'), person('Tre')])
    const created = await Promise.all(
      people.map(({ client }) => ask(client, 'room:create', { name: 'Twin', icon: '👯' })),
    )
    const ids = created.map(({ room }) => room.id)
    expect(new Set(ids).size).toBe(3)
    for (const { client } of people) for (const id of ids) await sees(client, id, true)
  })

  test('the last room that everybody can enter stays', async () => {
    const chief = await boss()
    const watcher = await open()
    await chief.client.settle()
    await until(() => rooms(watcher).length > 0)
    const all = rooms(watcher).filter(({ archivedAt }) => archivedAt === null)
    for (const { id } of all) {
      if (id !== 'general') await ask(chief.client, 'room:archive', { roomId: id, on: true })
    }
    for (const [name, more] of [
      ['room:delete', {}],
      ['room:archive', { on: true }],
      ['room:update', { access: 'private' }],
    ] as const) {
      expect(await refusalOf(chief.client, name, { roomId: 'general', ...more })).toBe('conflict')
    }
    await ask(chief.client, 'room:archive', { roomId: 'music', on: false })
  })

  test('are deleted while people write in them, and nothing comes back', async () => {
    const chief = await boss()
    const people = [await person('Writer 1'), await person('Writer 2'), await person('Writer 3')]
    const { room } = await ask(chief.client, 'room:create', { name: 'Doomed', icon: '💣' })
    for (const { client, name } of people) {
      await sees(client, room.id, true)
      await client.join(room.id, name)
    }
    const codes = new Set<string>()
    const writing = people.map(async ({ client }) => {
      for (let line = 0; line < 60; line += 1) {
        codes.add(
          await refusalOf(client, 'chat:message', { roomId: room.id, text: `Line ${line}` }),
        )
      }
    })
    await chief.client.next('rooms:list', (list) =>
      list.some(({ id, users }) => id === room.id && users === 3),
    )
    await ask(chief.client, 'room:delete', { roomId: room.id })
    await Promise.all(writing)
    expect(
      [...codes].filter((code) => !['ok', 'not-found', 'rate-limited'].includes(code)),
    ).toEqual([])
    for (const { client } of people) {
      await client.next('room:deleted')
      await client.settle()
      expect(told(client, 'room:deleted')).toHaveLength(1)
      expect(await refusalOf(client, 'chat:message', { roomId: room.id, text: 'Hello?' })).toBe(
        'not-found',
      )
    }
    await sees(chief.client, room.id, false)
    await people[0]?.client.join('general', 'Writer 1')
  })
})
