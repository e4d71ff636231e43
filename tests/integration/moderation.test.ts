import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD_TRIES } from '#shared/protocol/limits.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask, refusalOf, say, told } from '../support/conversation.ts'
import { serverPairs, type ServerPair } from '../support/server-pair.ts'
import { until } from '../support/redis-conversation.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'

const NOBODY = '7d0f1c52-3d0e-4c6a-9f59-0d9a3a5f6b10'

describe.each(serverPairs)('moderation on $name', ({ start }) => {
  let place: ServerPair
  let owner: Awaited<ReturnType<typeof come>>
  let ownerToken: string

  beforeAll(async () => {
    place = await start({ LOG_LEVEL: 'info' })
    owner = await come('The Owner')
    ownerToken = owner.token
    closeClients()
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

  const comeAsOwner = () => come('The Owner', here(ownerToken))

  const setRole = (client: TestClient, userId: string, role: string) =>
    refusalOf(client, 'person:set-role', { userId, role })

  /** Until the instance that the person is connected to knows the role: it is told by the other one. */
  const learns = (client: TestClient, role: string) =>
    client.next('profile:changed', (you) => you.role === role)

  /** What the handshake is refused with. */
  const refusalAtDoor = async (options: Parameters<typeof connect>[1], origin = 1) => {
    const refused = await connect(place.origins[origin] as string, options).catch(
      (error: unknown) => (error as { data?: { code: string; retryAfter?: number } }).data,
    )
    return refused && 'code' in refused ? refused : null
  }

  const endOf = (client: TestClient) =>
    new Promise((resolve) => client.socket.once('disconnect', resolve))

  const logOf = async (client: TestClient) => (await ask(client, 'moderation:log', {})).entries

  test('roles are given below one’s own, and an owner stays', async () => {
    const boss = await comeAsOwner()
    const [admin, member] = [await come('Adam', there()), await come('Maria', there())]
    expect(await setRole(member.client, admin.you.id, 'guest')).toBe('forbidden')
    expect(await setRole(boss.client, admin.you.id, 'admin')).toBe('ok')
    await learns(admin.client, 'admin')
    expect(await setRole(admin.client, member.you.id, 'admin')).toBe('forbidden')
    expect(await setRole(admin.client, member.you.id, 'owner')).toBe('forbidden')
    expect(await setRole(admin.client, boss.you.id, 'member')).toBe('forbidden')
    expect(await setRole(admin.client, member.you.id, 'moderator')).toBe('ok')
    expect(await setRole(boss.client, boss.you.id, 'member')).toBe('conflict')
    expect(await setRole(boss.client, NOBODY, 'member')).toBe('not-found')
    expect(await setRole(boss.client, member.you.id, 'emperor')).toBe('invalid')
    expect(await setRole(boss.client, member.you.id, 'owner')).toBe('ok')
    expect(await setRole(boss.client, member.you.id, 'guest')).toBe('forbidden')
    await learns(member.client, 'owner')
    expect(await setRole(member.client, member.you.id, 'guest')).toBe('ok')
    const profile = await ask(boss.client, 'people:list', {})
    expect(profile.people.find(({ id }) => id === member.you.id)).toMatchObject({ role: 'guest' })
  })

  test('two owners who step down at once leave one', async () => {
    const boss = await comeAsOwner()
    const second = await come('Second', there())
    expect(await setRole(boss.client, second.you.id, 'owner')).toBe('ok')
    await learns(second.client, 'owner')
    const outcomes = await Promise.all([
      setRole(boss.client, boss.you.id, 'admin'),
      setRole(second.client, second.you.id, 'admin'),
    ])
    expect(outcomes.toSorted()).toEqual(['conflict', 'ok'])
    const isBossLeft = outcomes[0] === 'conflict'
    const [left, other] = isBossLeft ? [boss, second] : [second, boss]
    // The instance of who is left may be told only now that the other one has stepped down.
    const gives = async (role: string) => (await setRole(left.client, other.you.id, role)) === 'ok'
    await until(() => gives(isBossLeft ? 'member' : 'owner'))
    if (isBossLeft) return
    await learns(boss.client, 'owner')
    expect(await setRole(second.client, second.you.id, 'member')).toBe('ok')
  })

  test('who is kicked goes with all devices and may come back', async () => {
    const boss = await comeAsOwner()
    const karl = await come('Karl')
    const phone = await come('Karl', there(karl.token))
    const ends = [endOf(karl.client), endOf(phone.client)]
    expect(await refusalOf(phone.client, 'person:kick', { userId: boss.you.id })).toBe('forbidden')
    await ask(boss.client, 'person:kick', { userId: karl.you.id, reason: 'Too loud' })
    for (const { client } of [karl, phone]) {
      const ended = await client.next('session:ended')
      expect(ended).toMatchObject({ reason: 'kicked', until: null })
      expect(ended.message).toContain('Too loud')
    }
    expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect'])
    await boss.client.next('chat:message', ({ text }) => text === 'Karl left the room')
    const back = await come('Karl', there(karl.token))
    expect(back.you.id).toBe(karl.you.id)
    expect((await logOf(boss.client))[0]).toMatchObject({
      action: 'kick',
      actorId: boss.you.id,
      target: 'Karl',
      detail: 'Too loud',
    })
  })

  test('D09, G17: who is banned hears nothing more and is refused everywhere', async () => {
    const boss = await comeAsOwner()
    const lena = await come('Lena')
    const phone = await come('Lena', there(lena.token))
    const ends = [endOf(lena.client), endOf(phone.client)]
    const { ban } = await ask(boss.client, 'person:ban', {
      userId: lena.you.id,
      seconds: 3_600,
      reason: 'Spam',
    })
    expect(ban.until).toBeGreaterThan(Date.now() + 3_000_000)
    expect(await phone.client.next('session:ended')).toMatchObject({
      reason: 'banned',
      until: ban.until,
    })
    await Promise.all(ends)
    const heard = phone.client.received.length
    await say(boss.client, 'general', 'Without you')
    for (const origin of [0, 1]) {
      const refused = await refusalAtDoor({ token: lena.token }, origin)
      expect(refused).toMatchObject({ code: 'banned' })
      expect(JSON.stringify(refused)).toContain(String(ban.until))
    }
    const stranger = await there()
    const join = { roomId: 'general', user: { name: 'lena' } }
    const refused = await stranger.call('room:join', join)
    expect(refused).toMatchObject({ ok: false, error: { code: 'banned', until: ban.until } })
    expect(told(stranger, 'chat:history')).toEqual([])
    expect(phone.client.received).toHaveLength(heard)
    expect((await ask(boss.client, 'moderation:bans', {})).bans).toMatchObject([
      { name: 'Lena', by: 'The Owner', reason: 'Spam' },
    ])
    await ask(boss.client, 'person:unban', { userId: lena.you.id })
    expect(await refusalOf(boss.client, 'person:unban', { userId: lena.you.id })).toBe('not-found')
    const back = await come('Lena', there(lena.token))
    expect(back.you.id).toBe(lena.you.id)
    const actions = (await logOf(boss.client)).slice(0, 2).map(({ action }) => action)
    expect(actions).toEqual(['unban', 'ban'])
  })

  test('a ban ends by itself', async () => {
    const boss = await comeAsOwner()
    const nora = await come('Nora')
    // Long enough for a slow machine to knock before it ends.
    const { ban } = await ask(boss.client, 'person:ban', { userId: nora.you.id, seconds: 5 })
    expect(await refusalAtDoor({ token: nora.token })).toMatchObject({ code: 'banned' })
    await until(() => Date.now() >= (ban.until ?? 0))
    expect(await refusalAtDoor({ token: nora.token })).toBeNull()
    expect((await come('Nora', there(nora.token))).you.id).toBe(nora.you.id)
  })

  test('a ban in the moment of joining leaves nobody inside', async () => {
    const boss = await comeAsOwner()
    for (let round = 0; round < 5; round += 1) {
      const otto = await come(`Otto ${round}`)
      otto.client.close()
      const [joining, banned] = await Promise.all([
        there(otto.token).then(
          async (client) => {
            await client
              .call('room:join', {
                roomId: 'general',
                user: { name: `Otto ${round}` },
              } as never)
              .catch(() => null)
            return client
          },
          () => null,
        ),
        ask(boss.client, 'person:ban', { userId: otto.you.id, seconds: null }),
      ])
      expect(banned.ban.until).toBeNull()
      if (joining) {
        await until(async () => {
          if (!joining.socket.connected) return true
          return (await refusalOf(joining, 'people:list', {}).catch(() => 'cut')) !== 'ok'
        })
      }
    }
  })

  test('who is muted cannot speak, knows it, and can again afterwards', async () => {
    const boss = await comeAsOwner()
    const paul = await come('Paul M', there())
    const { mutedUntil } = await ask(boss.client, 'person:mute', {
      userId: paul.you.id,
      seconds: 600,
    })
    expect(await paul.client.next('profile:changed')).toMatchObject({ mutedUntil })
    const speak = { roomId: 'general', text: 'Hello?' }
    await until(async () => (await refusalOf(paul.client, 'chat:message', speak)) === 'forbidden')
    await ask(boss.client, 'person:mute', { userId: paul.you.id, seconds: 0 })
    await until(async () => (await refusalOf(paul.client, 'chat:message', speak)) === 'ok')
    const actions = (await logOf(boss.client)).slice(0, 2).map(({ action }) => action)
    expect(actions).toEqual(['unmute', 'mute'])
  })

  test('nobody without the role can do or see any of it', async () => {
    const boss = await comeAsOwner()
    const [rita, victim] = [await come('Rita'), await come('Victim', there())]
    const lobby = await there()
    const about = { userId: victim.you.id }
    const requests = [
      ['person:set-role', { ...about, role: 'guest' }],
      ['person:kick', about],
      ['person:mute', { ...about, seconds: 60 }],
      ['person:ban', { ...about, seconds: 60 }],
      ['person:unban', about],
      ['moderation:bans', {}],
      ['moderation:log', {}],
      ['server:settings', {}],
      ['server:update', { newcomerRole: 'guest' }],
    ] as const
    for (const [name, input] of requests) {
      expect(await refusalOf(rita.client, name, input), name).toBe('forbidden')
      expect(await refusalOf(lobby, name, input), name).toBe('unauthorized')
    }
    // A moderator reads the log and kicks, and bans nobody; nobody acts on an equal.
    await setRole(boss.client, rita.you.id, 'moderator')
    await setRole(boss.client, victim.you.id, 'moderator')
    expect(await refusalOf(rita.client, 'moderation:log', {})).toBe('ok')
    expect(await refusalOf(rita.client, 'person:kick', about)).toBe('forbidden')
    expect(await refusalOf(rita.client, 'person:kick', { userId: rita.you.id })).toBe('forbidden')
    expect(await refusalOf(rita.client, 'person:ban', { ...about, seconds: 5 })).toBe('forbidden')
    expect(await refusalOf(boss.client, 'person:ban', { userId: NOBODY, seconds: 5 })).toBe(
      'not-found',
    )
  })

  test('the log has numbers without a gap, and pages', async () => {
    const boss = await comeAsOwner()
    const all = await ask(boss.client, 'moderation:log', { limit: 100 })
    const numbers = all.entries.map(({ number }) => number)
    expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index))
    const page = await ask(boss.client, 'moderation:log', { limit: 2, before: 4 })
    expect(page.entries.map(({ number }) => number)).toEqual([3, 2])
    expect(page.more).toBe(true)
  })

  test('newcomers get the role that the server gives them', async () => {
    const boss = await comeAsOwner()
    await ask(boss.client, 'server:update', { newcomerRole: 'guest' })
    expect((await come('Newcomer', there())).you.role).toBe('guest')
    const { settings } = await ask(boss.client, 'server:update', { newcomerRole: 'member' })
    expect(settings).toMatchObject({ newcomerRole: 'member', hasPassword: false })
    expect((await come('Newcomer 2', there())).you.role).toBe('member')
  })

  test('a password of the server is asked of everybody, and guessing it is limited', async () => {
    const boss = await comeAsOwner()
    const info = async () => (await fetch(`${place.origins[1]}/api/info`)).json()
    expect(await info()).toMatchObject({ needsPassword: false })
    await ask(boss.client, 'server:update', { password: 'let me in please' })
    expect(await info()).toMatchObject({ needsPassword: true })
    expect(await (await fetch(`${place.origins[0]}/api/rooms`)).json()).toEqual({ rooms: [] })
    for (const password of [undefined, '', 7, { length: 3 }, ['let me in please'], null]) {
      expect(await refusalAtDoor({ password })).toMatchObject({ code: 'password-required' })
    }
    expect(await refusalAtDoor({ token: ownerToken })).toMatchObject({ code: 'password-required' })
    const password = 'let me in please'
    const inside = await connect(place.origins[1], { token: ownerToken, password })
    expect((await inside.join('general', 'The Owner')).you.role).toBe('owner')
    const codes: unknown[] = []
    for (let index = 0; index < PASSWORD_TRIES + 5; index += 1) {
      codes.push((await refusalAtDoor({ password: `guess ${index}` }, index % 2))?.code)
    }
    expect(codes.filter((code) => code === 'password-required')).toHaveLength(PASSWORD_TRIES)
    expect(codes.slice(PASSWORD_TRIES)).toEqual(Array.from({ length: 5 }, () => 'rate-limited'))
    const right = await refusalAtDoor({ password })
    expect(right?.code).toBe('rate-limited')
    expect(right?.retryAfter ?? 0).toBeGreaterThan(1_000)
    await ask(boss.client, 'server:update', { password: null })
    expect((await come('Somebody', there())).you.name).toBe('Somebody')
    const details = (await logOf(boss.client)).slice(0, 2).map(({ detail }) => detail)
    expect(details).toEqual(['no password', 'new password'])
    const logs = place.servers.map(({ output }) => output.stderr + output.stdout).join('\n')
    for (const secret of ['let me in', 'guess 1', ownerToken, 'The Owner']) {
      expect(logs).not.toContain(secret)
    }
  })
})
