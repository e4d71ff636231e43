import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SDP_MAX_LENGTH } from '#shared/protocol/limits.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask, refusalOf, told } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis } from '../support/redis-server.ts'
import { onRedis, SET_UP_WITHIN_MS, type RunningSetup } from '../support/setups.ts'
import { removeTemporaryFolders } from '../support/start-server.ts'
import { endVoiceClients, type VoiceClient } from '../support/voice-client.ts'
import { stepIntoVoice } from '../support/voice-stay.ts'

interface Listed {
  readonly roomId: string
  readonly people: readonly { readonly name: string }[]
}

/** The names in the list of the room, or none. */
const namesIn = (rooms: readonly Listed[], roomId: string): string[] =>
  rooms.find((room) => room.roomId === roomId)?.people.map(({ name }) => name) ?? []

const listed = async (client: TestClient, roomId: string): Promise<string[]> =>
  namesIn((await ask(client, 'voice:list', undefined as never)).rooms, roomId)

/** The next list of the room with exactly these people. */
const hears = (client: TestClient, roomId: string, ...names: string[]) =>
  client.next(
    'voice:people',
    (list) => list.roomId === roomId && namesIn([list], roomId).join() === names.join(),
  )

const step = (client: TestClient, roomId: string, state: object = {}) =>
  ask(client, 'voice:join', { roomId, ...state })

const speakIn = async (client: TestClient, roomId: string): Promise<VoiceClient> =>
  (await stepIntoVoice(client, roomId)).sound

const heardBy = (sound: VoiceClient): string[] => sound.received.map(({ payload }) => payload)

/** Says it until it is heard: a packet may get lost, and a first one may come before everything is ready. */
const speak = (from: VoiceClient, to: VoiceClient, payload: string) =>
  until(() => {
    from.sendRtp({ payload })
    return heardBy(to).includes(payload)
  }, 15_000)

afterAll(endVoiceClients)

onEveryDeployment('voice', ({ open, person, device }) => {
  let owner: Participant | null = null
  /** Whoever comes first owns the server. */
  const asOwner = async (): Promise<TestClient> => {
    if (owner) return device(owner)
    owner = await person('The Owner')
    return owner.client
  }
  beforeEach(asOwner)

  test('whoever is in voice is seen by those in the room, and by others who ask', async () => {
    const [anna, ben, carl] = [
      await person('Anna'),
      await person('Ben'),
      await person('Carl', 'music'),
    ]
    const first = await step(anna.client, 'general', { isMuted: true })
    expect(first.people).toMatchObject([
      { id: anna.id, name: 'Anna', isMuted: true, isDeafened: false, isSilenced: false },
    ])
    expect(first.offer).toContain('m=audio')
    await hears(ben.client, 'general', 'Anna')
    await step(ben.client, 'general')
    await hears(anna.client, 'general', 'Anna', 'Ben')
    expect(await listed(carl.client, 'general')).toEqual(['Anna', 'Ben'])
    expect(await listed(carl.client, 'music')).toEqual([])
    await ask(anna.client, 'voice:state', { stay: first.stay, isDeafened: true })
    const { people } = await ben.client.next(
      'voice:people',
      (list) => list.people[0]?.isDeafened === true,
    )
    expect(people[0]).toMatchObject({ name: 'Anna', isMuted: true, isDeafened: true })
    await ask(anna.client, 'voice:leave', { stay: first.stay })
    await hears(ben.client, 'general', 'Ben')
    ben.client.close()
    await until(async () => (await listed(carl.client, 'general')).length === 0)
    expect(told(carl.client, 'voice:people')).toEqual([])
  })

  test('whoever follows a room hears it from elsewhere', async () => {
    const [anna, carl] = [await person('Anna'), await person('Carl', 'music')]
    await ask(carl.client, 'conversations:follow', undefined as never)
    await step(anna.client, 'general')
    await hears(carl.client, 'general', 'Anna')
  })

  test('a private room is heard and seen by its members only', async () => {
    const boss = await asOwner()
    const [anna, eve] = [await person('Anna'), await person('Eve')]
    const { room } = await ask(boss, 'room:create', {
      name: 'Vault',
      icon: '🔒',
      access: 'private',
    })
    await ask(eve.client, 'conversations:follow', undefined as never)
    expect(await refusalOf(anna.client, 'voice:join', { roomId: room.id })).toBe('not-found')
    await ask(boss, 'room:invite', { roomId: room.id, userId: anna.id })
    await anna.client.join(room.id, 'Anna')
    const { stay } = await step(anna.client, room.id)
    expect(await listed(boss, room.id)).toEqual(['Anna'])
    expect(await listed(eve.client, room.id)).toEqual([])
    await ask(boss, 'room:remove', { roomId: room.id, userId: anna.id })
    expect(await anna.client.next('voice:ended')).toEqual({ stay, reason: 'removed' })
    await until(async () => (await listed(boss, room.id)).length === 0)
    await eve.client.settle()
    // Of other rooms Eve may hear, such as who was in voice there until a moment ago.
    const heard = told(eve.client, 'voice:people') as Listed[]
    expect(heard.filter(({ roomId }) => roomId === room.id)).toEqual([])
  })

  test('joining with another device, or elsewhere, ends the former stay', async () => {
    const anna = await person('Anna')
    const [phone, ben] = [await device(anna), await person('Ben')]
    const { stay } = await step(anna.client, 'general')
    await step(phone, 'music')
    expect(await anna.client.next('voice:ended')).toEqual({ stay, reason: 'elsewhere' })
    await until(async () => (await listed(ben.client, 'general')).length === 0)
    expect(await listed(ben.client, 'music')).toEqual(['Anna'])
    expect(await refusalOf(anna.client, 'voice:state', { stay, isMuted: true })).toBe('not-found')
    // Going on with the same device is no news to it.
    await step(phone, 'gaming')
    await until(async () => (await listed(ben.client, 'music')).length === 0)
    expect(await listed(ben.client, 'gaming')).toEqual(['Anna'])
    expect(told(phone, 'voice:ended')).toEqual([])
  })

  test('two devices that join at once are one in the end', async () => {
    const anna = await person('Anna')
    const [phone, ben] = [await device(anna), await person('Ben')]
    for (const [one, other] of [
      ['general', 'general'],
      ['general', 'music'],
    ] as const) {
      await Promise.all([
        anna.client.call('voice:join', { roomId: one } as never),
        phone.call('voice:join', { roomId: other } as never),
      ])
      await until(async () => {
        const { rooms } = await ask(ben.client, 'voice:list', undefined as never)
        return rooms.flatMap(({ people }) => people).length === 1
      })
    }
  })

  test('a disconnect in the middle of joining leaves nobody behind', async () => {
    const ben = await person('Ben')
    for (let round = 0; round < 5; round += 1) {
      const anna = await person(`Anna ${round}`)
      anna.client.emit('voice:join', { roomId: 'gaming' })
      anna.client.close()
    }
    // Whoever came before Ben is seen by him, and is gone without anybody doing anything.
    const { stay } = await step(ben.client, 'gaming')
    await ask(ben.client, 'voice:leave', { stay })
    await until(async () => (await listed(ben.client, 'gaming')).length === 0)
  })

  test('moderators silence and remove those below them, and it is written down', async () => {
    const boss = await asOwner()
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const { stay } = await step(anna.client, 'general')
    const about = { roomId: 'general', userId: anna.id }
    const silence = { ...about, action: 'silence' }
    expect(await refusalOf(ben.client, 'voice:moderate', silence)).toBe('forbidden')
    await ask(boss, 'voice:moderate', silence)
    await ben.client.next('voice:people', ({ people }) => people[0]?.isSilenced === true)
    await ask(boss, 'voice:moderate', { ...about, action: 'unsilence' })
    await ben.client.next('voice:people', ({ people }) => people[0]?.isSilenced === false)
    await ask(boss, 'voice:moderate', { ...about, action: 'remove' })
    expect(await anna.client.next('voice:ended')).toEqual({ stay, reason: 'removed' })
    await hears(ben.client, 'general')
    expect(await refusalOf(boss, 'voice:moderate', silence)).toBe('not-found')
    const { entries } = await ask(boss, 'moderation:log', {})
    const actions = entries.filter(({ target }) => target === 'Anna').map(({ action }) => action)
    expect(actions.slice(0, 3)).toEqual(['voice-remove', 'voice-unsilence', 'voice-silence'])
  })

  test('whoever may records, everybody is told, and it ends with the stay or the right to it', async () => {
    const boss = await asOwner()
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const names = (list: { people: readonly { name: string; isRecording: boolean }[] }) =>
      list.people.flatMap(({ name, isRecording }) => (isRecording ? [name] : [])).join()
    const hearsOf = (client: TestClient, recorders: string, ...people: string[]) =>
      client.next(
        'voice:people',
        (list) => names(list) === recorders && namesIn([list], 'general').join() === people.join(),
      )
    const { stay } = await step(anna.client, 'general')
    await hears(ben.client, 'general', 'Anna')
    expect(await refusalOf(anna.client, 'voice:record', { stay, on: 'yes' })).toBe('invalid')
    expect(await refusalOf(ben.client, 'voice:record', { stay, on: true })).toBe('not-found')
    await ask(anna.client, 'voice:record', { stay, on: true })
    await hearsOf(anna.client, 'Anna', 'Anna')
    await hearsOf(ben.client, 'Anna', 'Anna')
    // Before the step it is seen, and with it.
    const { rooms } = await ask(ben.client, 'voice:list', undefined as never)
    expect(rooms[0]?.people).toMatchObject([{ name: 'Anna', isRecording: true }])
    const ofBen = await step(ben.client, 'general')
    expect(ofBen.people.map(({ isRecording }) => isRecording)).toEqual([true, false])

    await ask(anna.client, 'voice:record', { stay, on: false })
    await hearsOf(ben.client, '', 'Anna', 'Ben')
    await ask(anna.client, 'voice:record', { stay, on: true })
    await hearsOf(ben.client, 'Anna', 'Anna', 'Ben')
    await ask(boss, 'person:set-role', { userId: anna.id, role: 'guest' })
    await hearsOf(ben.client, '', 'Anna', 'Ben')
    expect(await refusalOf(anna.client, 'voice:record', { stay, on: true })).toBe('forbidden')

    await ask(ben.client, 'voice:record', { stay: ofBen.stay, on: true })
    await hearsOf(anna.client, 'Ben', 'Anna', 'Ben')
    await step(ben.client, 'music')
    await hearsOf(anna.client, '', 'Anna')
    expect(await refusalOf(ben.client, 'voice:record', { stay: ofBen.stay, on: true })).toBe(
      'not-found',
    )
  })

  test.each([
    [
      'taken out',
      (boss: TestClient, userId: string) =>
        ask(boss, 'voice:moderate', { roomId: 'general', userId, action: 'remove' }),
    ],
    ['kicked', (boss: TestClient, userId: string) => ask(boss, 'person:kick', { userId })],
    ['gone', async (_boss: TestClient, _userId: string, anna: TestClient) => anna.close()],
  ] as const)('nobody records any more who is %s', async (_how, end) => {
    const boss = await asOwner()
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const { stay } = await step(anna.client, 'general')
    await ask(anna.client, 'voice:record', { stay, on: true })
    await ben.client.next('voice:people', ({ people }) => people[0]?.isRecording === true)
    await end(boss, anna.id, anna.client)
    await hears(ben.client, 'general')
  })

  test('whoever is muted by a moderator begins silenced, whoever is thrown out is out', async () => {
    const boss = await asOwner()
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    await ask(boss, 'person:mute', { userId: anna.id, seconds: 60 })
    // Where Anna is connected it may not be known yet.
    await anna.client.next('profile:changed', ({ mutedUntil }) => mutedUntil !== null)
    const { people } = await step(anna.client, 'general')
    expect(people).toMatchObject([{ name: 'Anna', isSilenced: true }])
    await hears(ben.client, 'general', 'Anna')
    await ask(boss, 'person:kick', { userId: anna.id })
    await anna.client.next('session:ended')
    await hears(ben.client, 'general')
  })

  test('who may be heard is looked at again when it changes, and everybody sees it', async () => {
    const boss = await asOwner()
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    await step(anna.client, 'general')
    const silenced = (is: boolean) =>
      ben.client.next('voice:people', ({ people }) => people[0]?.isSilenced === is)
    await silenced(false)
    await ask(boss, 'person:mute', { userId: anna.id, seconds: 60 })
    await silenced(true)
    const unsilence = { roomId: 'general', userId: anna.id, action: 'unsilence' }
    expect(await refusalOf(boss, 'voice:moderate', unsilence)).toBe('forbidden')
    await ask(boss, 'person:mute', { userId: anna.id, seconds: 0 })
    await silenced(false)
    // And without news, when it has run out.
    await ask(boss, 'person:mute', { userId: anna.id, seconds: 1 })
    await silenced(true)
    await silenced(false)
    await ask(boss, 'room:update', { roomId: 'general', speakRole: 'moderator' })
    await silenced(true)
    await ask(boss, 'room:update', { roomId: 'general', speakRole: 'guest' })
    await silenced(false)
  })

  test('a room that is archived or deleted has no voice', async () => {
    const boss = await asOwner()
    const anna = await person('Anna')
    const { room } = await ask(boss, 'room:create', { name: 'Shed', icon: '🛖' })
    const roomId = room.id
    await anna.client.join(roomId, 'Anna')
    const first = await step(anna.client, roomId)
    await ask(boss, 'room:archive', { roomId, on: true })
    const closed = await anna.client.next('voice:ended')
    expect(closed).toEqual({ stay: first.stay, reason: 'room-closed' })
    expect(await refusalOf(anna.client, 'voice:join', { roomId })).toBe('forbidden')
    await ask(boss, 'room:archive', { roomId, on: false })
    // Where Anna is connected it may not be known yet.
    await anna.client.next('chat:message', ({ text }) => text.includes('brought the room back'))
    const second = await step(anna.client, roomId)
    await ask(boss, 'room:delete', { roomId })
    const gone = await anna.client.next('voice:ended')
    expect(gone).toEqual({ stay: second.stay, reason: 'room-closed' })
    expect(await refusalOf(anna.client, 'voice:join', { roomId })).toBe('not-found')
  })

  test('nonsense is refused with a reason, and hurts nobody', async () => {
    const stranger = await open()
    expect(await refusalOf(stranger, 'voice:join', { roomId: 'general' })).toBe('unauthorized')
    const [anna, eve] = [await person('Anna'), await person('Eve')]
    const { stay } = await step(anna.client, 'general')
    for (const input of [
      {},
      { roomId: 7 },
      { roomId: '../../etc' },
      { roomId: 'general', isMuted: 'yes' },
      { roomId: { $gt: '' } },
    ]) {
      expect(await refusalOf(anna.client, 'voice:join', input)).toBe('invalid')
    }
    for (const input of [
      { stay: 'x', answer: 'v=0' },
      { stay },
      { stay, answer: 'x'.repeat(SDP_MAX_LENGTH + 1) },
      { stay, answer: { type: 'answer', sdp: 'v=0' } },
    ]) {
      expect(await refusalOf(anna.client, 'voice:answer', input)).toBe('invalid')
    }
    for (const answer of ['', 'v=0', '\u0000\n\r\u202e', `v=0\r\n${'a=x\r\n'.repeat(9_000)}`]) {
      expect(await refusalOf(anna.client, 'voice:answer', { stay, answer })).toBe('conflict')
    }
    const unknown = { stay: randomUUID(), answer: 'v=0' }
    expect(await refusalOf(anna.client, 'voice:answer', unknown)).toBe('not-found')
    // Somebody else's stay is as good as none.
    expect(await refusalOf(eve.client, 'voice:answer', { stay, answer: 'v=0' })).toBe('not-found')
    expect(await refusalOf(eve.client, 'voice:state', { stay, isMuted: true })).toBe('not-found')
    expect(await refusalOf(eve.client, 'voice:leave', { stay })).toBe('ok')
    expect(await listed(eve.client, 'general')).toEqual(['Anna'])
  })

  test('people hear each other, wherever they are connected, and not whom they must not', async () => {
    const boss = await asOwner()
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const [voiceOfAnna, voiceOfBen] = [
      await speakIn(anna.client, 'general'),
      await speakIn(ben.client, 'general'),
    ]
    await speak(voiceOfAnna, voiceOfBen, 'Hello Ben')
    await speak(voiceOfBen, voiceOfAnna, 'Hello Anna')
    const about = { roomId: 'general', userId: anna.id }
    await ask(boss, 'voice:moderate', { ...about, action: 'silence' })
    await speak(voiceOfBen, voiceOfAnna, 'Before that')
    voiceOfAnna.sendRtp({ payload: 'Unheard' })
    // Each connection is at a pace of its own: what Ben says next may overtake what Anna said.
    await voiceOfAnna.taken()
    await speak(voiceOfBen, voiceOfAnna, 'After that')
    await ask(boss, 'voice:moderate', { ...about, action: 'unsilence' })
    await speak(voiceOfAnna, voiceOfBen, 'Heard again')
    expect(heardBy(voiceOfBen)).not.toContain('Unheard')
    voiceOfAnna.close()
    expect(await anna.client.next('voice:ended')).toMatchObject({ reason: 'lost' })
    await hears(ben.client, 'general', 'Ben')
    voiceOfBen.close()
  }, 60_000)
})

describe.skipIf(!hasRedis)('the instance where the voice of a room lives', () => {
  let running: RunningSetup
  beforeEach(async () => {
    running = await onRedis(2).start()
  }, SET_UP_WITHIN_MS)
  afterEach(async () => {
    closeClients()
    await running.stop()
  }, 60_000)
  afterAll(removeTemporaryFolders)

  const at = async (index: number, name: string) => {
    const client = await connect(running.instances[index]?.origin ?? '')
    await client.join('general', name)
    return client
  }

  test('dies: stays are lost, and joining again works on the one that is left', async () => {
    const [anna, ben, carl] = [await at(0, 'Anna'), await at(1, 'Ben'), await at(1, 'Carl')]
    await step(anna, 'general')
    const { stay } = await step(ben, 'general')
    await hears(carl, 'general', 'Anna', 'Ben')
    await running.instances[0]?.kill()
    // Until the room is free and has been looked for twice.
    await until(() => told(ben, 'voice:ended').length > 0, 30_000)
    expect(await ben.next('voice:ended')).toEqual({ stay, reason: 'lost' })
    await hears(carl, 'general')
    expect(await listed(carl, 'general')).toEqual([])
    await step(ben, 'general')
    await hears(carl, 'general', 'Ben')
    expect(await listed(carl, 'general')).toEqual(['Ben'])
    const emptied = told(carl, 'voice:people').filter(
      (list) => namesIn([list as Listed], 'general').length === 0,
    )
    expect(emptied).toHaveLength(1)
    // Only now, because a try that fails empties the list as well.
    const sound = await speakIn(ben, 'general')
    sound.close()
  }, 60_000)

  test('ends in order: stays of others are lost at once', async () => {
    const [anna, ben] = [await at(0, 'Anna'), await at(1, 'Ben')]
    await step(anna, 'general')
    const { stay } = await step(ben, 'general')
    expect(await running.instances[0]?.stop()).toBe(0)
    expect(await ben.next('voice:ended')).toEqual({ stay, reason: 'lost' })
    expect((await step(ben, 'general')).people.map(({ name }) => name)).toEqual(['Ben'])
  }, 60_000)

  test('hears that the instance of a session died, and gives the seat up', async () => {
    const [anna, ben] = [await at(0, 'Anna'), await at(1, 'Ben')]
    await stepIntoVoice(anna, 'general')
    await stepIntoVoice(ben, 'general')
    const newest = () => namesIn(told(anna, 'voice:people').slice(-1) as Listed[], 'general').join()
    await until(() => newest() === 'Anna,Ben')
    await running.instances[1]?.kill()
    await until(() => newest() === 'Anna', 30_000)
  }, 60_000)

  test('loses Redis for a moment, and everybody stays where they are', async () => {
    const [anna, ben] = [await at(0, 'Anna'), await at(1, 'Ben')]
    const first = await stepIntoVoice(anna, 'general')
    const second = await stepIntoVoice(ben, 'general')
    await running.redis?.kill()
    await running.redis?.start()
    await until(async () => {
      const reply = await anna.call('voice:list')
      return reply.ok && namesIn(reply.rooms, 'general').length === 2
    }, 20_000)
    for (const [client, { stay }] of [
      [anna, first],
      [ben, second],
    ] as const) {
      await until(
        async () => (await client.call('voice:state', { stay, isMuted: true } as never)).ok,
      )
      const endings = told(client, 'voice:ended') as { readonly stay: string }[]
      expect(endings.filter((ended) => ended.stay === stay)).toEqual([])
    }
  }, 60_000)
})
