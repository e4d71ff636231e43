import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD_TRIES } from '#shared/protocol/limits.ts'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { serverPairs, type ServerPair } from '../support/server-pair.ts'
import { until } from '../support/redis-conversation.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'

const PASSWORD = 'correct horse'

describe.each(serverPairs)('people of $name', ({ start }) => {
  let place: ServerPair
  beforeAll(async () => {
    place = await start({ LOG_LEVEL: 'info' })
  }, 60_000)
  afterAll(async () => {
    await place.stop()
    removeTemporaryFolders()
  }, 60_000)
  afterEach(closeClients)

  const here = (token?: string) => connect(place.origins[0], token === undefined ? {} : { token })
  const there = (token?: string) => connect(place.origins[1], token === undefined ? {} : { token })

  async function come(name: string, connecting: Promise<TestClient> = here()) {
    const client = await connecting
    return { client, ...(await client.join('general', name)) }
  }

  const joinAs = (client: TestClient, name: string, password?: string) =>
    client.call('room:join', { roomId: 'general', user: { name, password } } as never)

  const profileOf = async (asker: TestClient, id: string): Promise<ProfileWire | undefined> =>
    (await ask(asker, 'people:list', {})).people.find((person) => person.id === id)

  const presenceBecomes = (asker: TestClient, id: string, presence: string) =>
    until(async () => (await profileOf(asker, id))?.presence === presence, 15_000)

  /** Everything that the client heard about the person, in lists and in news. */
  const heardAbout = (client: TestClient, id: string): unknown[] =>
    told(client, 'people:changed')
      .flatMap((list) => list as ProfileWire[])
      .filter((person) => person.id === id)

  test('the very first person owns the server, the next ones are members', async () => {
    const people = await Promise.all(
      [here(), there(), here(), there()].map((connecting, index) =>
        come(`First ${index}`, connecting),
      ),
    )
    const roles = people.map(({ you }) => you.role).toSorted()
    expect(roles).toEqual(['member', 'member', 'member', 'owner'])
  })

  test('a protected name is the same person on another device, and nobody else', async () => {
    const anna = await come('Anna P')
    const protectedProfile = await ask(anna.client, 'profile:protect', { password: PASSWORD })
    expect(protectedProfile.you).toMatchObject({ isProtected: true, name: 'Anna P' })
    const other = await there()
    for (const name of ['Anna P', 'аnna P', 'ANNA_P']) {
      expect(await joinAs(other, name)).toMatchObject({ error: { code: 'name-protected' } })
    }
    expect(await joinAs(other, 'Anna P', 'wrong horse')).toMatchObject({
      error: { code: 'name-protected' },
    })
    const again = await joinAs(other, 'anna p', PASSWORD)
    expect(again).toMatchObject({ ok: true, you: { id: anna.you.id, name: 'Anna P' } })
    if (!again.ok) throw new Error('unreachable')
    expect(again.token).not.toBe(anna.token)
    anna.client.close()
    other.close()
    const back = await come('Anna P', there(again.token))
    expect(back.you.id).toBe(anna.you.id)
  })

  test('a protected name is kept for its person when nobody of that name is here', async () => {
    const berta = await come('Berta')
    await ask(berta.client, 'profile:protect', { password: PASSWORD })
    berta.client.close()
    const stranger = await there()
    await presenceBecomes((await come('Watcher B')).client, berta.you.id, 'offline')
    expect(await joinAs(stranger, 'Веrta')).toMatchObject({ error: { code: 'name-protected' } })
    const thief = await come('Somebody Else', there())
    thief.client.close()
    const renamed = await there(thief.token)
    expect(await joinAs(renamed, 'Berta')).toMatchObject({ error: { code: 'name-protected' } })
  })

  test('changing or giving up a protection takes the present password', async () => {
    const { client } = await come('Clara')
    await ask(client, 'profile:protect', { password: PASSWORD })
    const change = (input: object) => refusalOf(client, 'profile:protect', input)
    expect(await change({ password: 'something else' })).toBe('forbidden')
    expect(await change({ password: null, current: 'wrong horse' })).toBe('forbidden')
    expect(await change({ password: 'short', current: PASSWORD })).toBe('invalid')
    expect(await change({ password: 'another horse', current: PASSWORD })).toBe('ok')
    expect(await change({ password: null, current: PASSWORD })).toBe('forbidden')
    expect(await change({ password: null, current: 'another horse' })).toBe('ok')
    client.close()
    const next = await there()
    await until(async () => (await joinAs(next, 'Clara')).ok)
  })

  test('guesses are few, also when they are many at once on all instances', async () => {
    const { client, you } = await come('Dora P')
    await ask(client, 'profile:protect', { password: PASSWORD })
    const guessers = await Promise.all([here(), there(), here(), there()])
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        joinAs(guessers[index % 4] as TestClient, 'Dora P', `guess number ${index}`),
      ),
    )
    const codes = replies.map((reply) => (reply.ok ? 'ok' : reply.error.code))
    const looked = codes.filter((code) => code === 'name-protected').length
    // One more for each instance that was looking at one in that moment.
    expect(looked).toBeLessThanOrEqual(PASSWORD_TRIES + 1)
    expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(40 - looked)
    const right = await joinAs(guessers[0] as TestClient, 'Dora P', PASSWORD)
    expect(right).toMatchObject({ ok: false, error: { code: 'rate-limited' } })
    expect(right.ok ? 0 : (right.error.retryAfter ?? 0)).toBeGreaterThan(1_000)
    expect((await profileOf(client, you.id))?.presence).toBe('online')
  })

  test('what somebody says about themselves reaches others, and all their devices', async () => {
    const [emma, watcher] = [await come('Emma'), await come('Watcher E', there())]
    const phone = await come('Emma', there(emma.token))
    const update = { statusText: '  Reading 📚  ', availability: 'dnd' }
    const { you } = await ask(emma.client, 'profile:update', update)
    expect(you).toMatchObject({ statusText: 'Reading 📚', availability: 'dnd', presence: 'dnd' })
    expect(await phone.client.next('profile:changed')).toEqual(you)
    const heard = await watcher.client.next('people:changed', (list) =>
      list.some((person) => person.id === emma.you.id && person.presence === 'dnd'),
    )
    expect(heard.find(({ id }) => id === emma.you.id)).toMatchObject({ statusText: 'Reading 📚' })
    expect(Object.keys(heard[0] ?? {}).toSorted()).toEqual(
      ['avatar', 'id', 'lastSeenAt', 'name', 'presence', 'role', 'statusText'].toSorted(),
    )
    const long = { statusText: 'x'.repeat(81) }
    expect(await refusalOf(emma.client, 'profile:update', long)).toBe('too-large')
    const avatar = { avatar: 'a'.repeat(64) }
    expect(await refusalOf(emma.client, 'profile:update', avatar)).toBe('not-found')
  })

  test('somebody is idle when all devices are, and offline when all have gone', async () => {
    const [fred, watcher] = [await come('Fred'), await come('Watcher F', there())]
    const phone = await come('Fred', there(fred.token))
    await presenceBecomes(watcher.client, fred.you.id, 'online')
    await ask(fred.client, 'profile:activity', { isActive: false })
    expect((await profileOf(watcher.client, fred.you.id))?.presence).toBe('online')
    await ask(phone.client, 'profile:activity', { isActive: false })
    await watcher.client.next('people:changed', (list) =>
      list.some(({ id, presence }) => id === fred.you.id && presence === 'idle'),
    )
    await ask(fred.client, 'profile:activity', { isActive: true })
    await presenceBecomes(watcher.client, fred.you.id, 'online')
    fred.client.close()
    await presenceBecomes(watcher.client, fred.you.id, 'idle')
    phone.client.close()
    await watcher.client.next('people:changed', (list) =>
      list.some(({ id, presence }) => id === fred.you.id && presence === 'offline'),
    )
  })

  test('somebody invisible looks like somebody who left', async () => {
    const [gina, watcher] = [await come('Gina'), await come('Watcher G', there())]
    await watcher.client.next('room:users', (users) => users.some(({ name }) => name === 'Gina'))
    await ask(gina.client, 'profile:update', { availability: 'invisible' })
    await watcher.client.next('chat:message', ({ text }) => text === 'Gina left the room')
    await watcher.client.next('people:changed', (list) =>
      list.some(({ id, presence }) => id === gina.you.id && presence === 'offline'),
    )
    await until(async () => {
      const { people } = await ask(watcher.client, 'people:list', {})
      return people.some(({ id, presence }) => id === gina.you.id && presence === 'offline')
    })
    const late = await come('Latecomer G', there())
    const users = await late.client.next('room:users')
    expect(users.map(({ name }) => name)).not.toContain('Gina')
    expect(await refusalOf(gina.client, 'people:list', {})).toBe('ok')

    // News of people are told at a pace: what of Gina's was still to come is here before the next.
    const marker = await come('Marker G')
    await watcher.client.next('people:changed', (list) =>
      list.some(({ id }) => id === marker.you.id),
    )
    // From here on nothing that Gina does without speaking may be heard.
    const before = await profileOf(watcher.client, gina.you.id)
    const heardBefore = heardAbout(watcher.client, gina.you.id).length
    const noticesBefore = told(watcher.client, 'chat:message').length
    const phone = await come('Gina', there(gina.token))
    await ask(phone.client, 'profile:activity', { isActive: false })
    await ask(phone.client, 'room:join', { roomId: 'music', user: { name: 'Gina' } })
    gina.client.close()
    phone.client.close()
    const other = await come('Other G')
    await watcher.client.next('people:changed', (list) =>
      list.some(({ id }) => id === other.you.id),
    )
    const texts = told(watcher.client, 'chat:message').slice(noticesBefore) as { text: string }[]
    expect(texts.filter(({ text }) => text.startsWith('Gina'))).toEqual([])
    expect(heardAbout(watcher.client, gina.you.id)).toHaveLength(heardBefore)
    expect(await profileOf(watcher.client, gina.you.id)).toEqual(before)

    const back = await come('Gina', here(gina.token))
    await ask(back.client, 'profile:update', { availability: 'online' })
    await watcher.client.next('chat:message', ({ text }) => text === 'Gina joined the room')
    await watcher.client.next('people:changed', (list) =>
      list.some(({ id, presence }) => id === gina.you.id && presence === 'online'),
    )
  })

  test('who has not come in hears nothing of people, and is told so', async () => {
    const lobby = await here()
    for (const name of ['people:list', 'profile:activity', 'profile:update'] as const) {
      const input = name === 'profile:activity' ? { isActive: true } : {}
      expect(await refusalOf(lobby, name, input)).toBe('unauthorized')
    }
    const { you } = await come('Hanna P', there())
    const watcher = await come('Watcher H')
    await presenceBecomes(watcher.client, you.id, 'online')
    expect(told(lobby, 'people:changed')).toEqual([])
  })

  test.each([
    ['profile:update', { availability: 'asleep' }],
    ['profile:update', { statusText: 7 }],
    ['profile:update', { avatar: '../../etc/passwd' }],
    ['profile:activity', {}],
    ['profile:activity', { isActive: 'yes' }],
    ['profile:protect', {}],
    ['profile:protect', { password: ['a', 'b'] }],
    ['profile:protect', { password: 'x'.repeat(129) }],
  ] as const)('%s with %j is invalid, and nothing else', async (name, input) => {
    const { client } = await come('Ivo')
    expect(await refusalOf(client, name, input)).toBe('invalid')
    client.close()
  })

  test('the log tells no name, no token, no password and no text', async () => {
    const john = await come('Johnlogged')
    await ask(john.client, 'profile:protect', { password: 'my secret password' })
    await ask(john.client, 'profile:update', { statusText: 'my secret status' })
    await say(john.client, 'general', 'my secret text')
    await joinAs(await there(), 'Johnlogged', 'a wrong password')
    const logs = place.servers.map(({ output }) => output.stderr + output.stdout).join('\n')
    for (const secret of ['Johnlogged', 'my secret', 'wrong password', john.token]) {
      expect(logs).not.toContain(secret)
    }
  })
})
