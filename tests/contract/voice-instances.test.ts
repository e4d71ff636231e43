import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { personIdSchema, type RoomId, type SessionId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import type { Clock } from '../../src-server/ports/clock.ts'
import { createAccess } from '../../src-server/services/access.ts'
import { createLiveVoice } from '../../src-server/services/live-voice.ts'
import { createSession, type Session } from '../../src-server/services/session.ts'
import { systemClock, systemSecrets } from '../../src-server/system.ts'
import { createFakeVoiceEngine, FITTING } from '../support/fake-voice-engine.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import { general, music } from './fixtures.ts'

interface Told {
  readonly to: string
  readonly name: string
  readonly payload: unknown
}

/** The voice of an instance, on a Redis that others share, with an engine without sound. */
async function startInstance(url: string, told: Told[]) {
  let isDead = false
  const clock: Clock = {
    ...systemClock,
    after: (ms, run) => systemClock.after(ms, () => (isDead ? undefined : run())),
  }
  const store = await openRedis(url, 'parley', clock)
  const engine = createFakeVoiceEngine()
  const rooms = {
    find: async (id: RoomId) => DEFAULT_ROOMS.find((room) => room.id === id) ?? null,
  } as never
  const rules = { mayRead: async () => true, mayBeHeard: async () => true } as never
  const tell = (to: string, name: string, payload: unknown) => told.push({ to, name, payload })
  const voice = createLiveVoice({
    ...{ homes: store.voiceHomes, link: store.voiceLink, instances: store.instances },
    ...{ rules, rooms, clock, people: {} as never, audit: async () => {} },
    access: createAccess({ rooms, rules, messages: {} as never, people: {} as never }),
    broadcaster: { toRoom: tell, toSession: tell, toPerson: tell } as never,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    newStayId: () => systemSecrets.newVoiceStayId(),
    calls: { peopleLetInto: async () => [] },
    leftGroup: async () => {},
  })
  voice.start(engine)
  voice.watch()
  return {
    ...{ voice, engine, store },
    /** Without a word, as a crash does. */
    async die() {
      isDead = true
      await store.close()
    },
    async join(session: Session, roomId: RoomId) {
      const reply = await voice.join(session, { roomId })
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value
    },
    async close() {
      await voice.close()
      await store.close()
    },
  }
}

function sessionOf(name: string, id = personIdSchema.parse(randomUUID())): Session {
  const person = { id, name: name as PersonName }
  const session = createSession(
    { id: randomUUID() as string as SessionId, address: '' },
    { person, token: 'token' as never },
  )
  session.hasName = true
  return session
}

describe.skipIf(!hasRedis)('voice on two instances', () => {
  let redis: TestRedis
  let told: Told[]
  let [here, there]: Awaited<ReturnType<typeof startInstance>>[] = []
  beforeEach(async () => {
    redis = await startRedis()
    told = []
    here = await startInstance(redis.url, told)
    there = await startInstance(redis.url, told)
  })
  afterEach(async () => {
    await Promise.all([here?.close(), there?.close()])
    await redis.remove()
  })

  const both = () => {
    if (!here || !there) throw new Error('They are started before each test')
    return { here, there }
  }
  const endings = ({ id }: Session) =>
    told.flatMap(({ to, name, payload }) =>
      to === id && name === 'voice:ended' ? [(payload as { reason: string }).reason] : [],
    )
  const lists = (roomId: RoomId) =>
    told.flatMap(({ to, name, payload }) =>
      to === roomId && name === 'voice:people'
        ? [(payload as { people: { name: string }[] }).people.map((one) => one.name).join()]
        : [],
    )

  test('everything that a session wants is done where the voice of the room lives', async () => {
    const [one, other] = [both().here, both().there]
    const [anna, ben] = [sessionOf('Anna'), sessionOf('Ben')]
    await one.join(anna, general)
    const { stay, offer, people } = await other.join(ben, general)
    expect(people.map(({ name }) => name)).toEqual(['Anna', 'Ben'])
    expect(offer).toBe(`offer for ${stay}`)
    expect([one.engine.seats.size, other.engine.seats.size]).toEqual([2, 0])
    expect(await other.voice.answer(ben, { stay, answer: 'odd' })).toMatchObject({
      error: { code: 'conflict' },
    })
    expect(await other.voice.answer(ben, { stay, answer: FITTING })).toMatchObject({ ok: true })
    expect(await other.voice.setState(ben, { stay, isDeafened: true })).toMatchObject({ ok: true })
    expect(one.engine.seats.get(stay)).toMatchObject({ isSilent: true, isDeaf: true })
    one.engine.lose(stay)
    await until(() => endings(ben).length === 1)
    expect(endings(ben)).toEqual(['lost'])
    const again = await other.join(ben, general)
    expect(await other.voice.leave(ben, { stay: again.stay })).toMatchObject({ ok: true })
    await other.voice.disconnect(ben)
    await one.voice.disconnect(anna)
    expect(lists(general).at(-1)).toBe('')
    expect(await other.store.voiceHomes.find(general)).toBeNull()
    // The next one to come chooses anew.
    await other.join(ben, general)
    expect(other.engine.seats.size).toBe(1)
  })

  test('one person joins through both at once, and is in voice once', async () => {
    const { here: one, there: other } = both()
    for (let round = 0; round < 10; round += 1) {
      const anna = sessionOf('Anna')
      const phone = sessionOf('Anna', anna.person?.id)
      await Promise.all([
        one.voice.join(anna, { roomId: general }),
        other.voice.join(phone, { roomId: round % 2 === 0 ? general : music }),
      ])
      const count = () => one.engine.seats.size + other.engine.seats.size
      await until(() => count() === 1)
      await Promise.all([one.voice.disconnect(anna), other.voice.disconnect(phone)])
      expect(count()).toBe(0)
    }
  })

  test('a disconnect while another instance opens the seat leaves nobody behind', async () => {
    const { here: one, there: other } = both()
    await one.join(sessionOf('Anna'), general)
    const letThrough = one.engine.holdBack()
    const ben = sessionOf('Ben')
    const joining = other.voice.join(ben, { roomId: general })
    const gone = other.voice.disconnect(ben)
    letThrough()
    await Promise.all([joining, gone])
    await until(() => one.engine.seats.size === 1)
    expect(lists(general).at(-1)).toBe('Anna')
  })

  test('a seat that is opened too late is given up again', async () => {
    const { here: one, there: other } = both()
    await one.join(sessionOf('Anna'), general)
    const letThrough = one.engine.holdBack()
    const reply = await other.voice.join(sessionOf('Ben'), { roomId: general })
    expect(reply).toMatchObject({ error: { code: 'unavailable' } })
    letThrough()
    await one.join(sessionOf('Carl'), general)
    // That Ben gives it up may arrive after Carl has come.
    await until(() => one.engine.seats.size === 2)
    expect(lists(general).at(-1)).toBe('Anna,Carl')
  }, 15_000)

  test('when the home dies, stays are lost, the list is emptied once, and the next one takes over', async () => {
    const { here: one, there: other } = both()
    const ben = sessionOf('Ben')
    await one.join(sessionOf('Anna'), general)
    await other.join(ben, general)
    await one.die()
    const before = lists(general).length
    await until(() => endings(ben).length > 0 && lists(general).length > before, 40_000)
    expect(endings(ben)).toEqual(['lost'])
    expect(lists(general).slice(before)).toEqual([''])
    await other.join(ben, general)
    expect(other.engine.seats.size).toBe(1)
    expect(lists(general).slice(before)).toEqual(['', 'Ben'])
  }, 60_000)

  test('when the instance of a session dies, its seat is given up', async () => {
    const { here: one, there: other } = both()
    await one.join(sessionOf('Anna'), general)
    await other.join(sessionOf('Ben'), general)
    await other.die()
    await until(() => one.engine.seats.size === 1, 40_000)
    expect(lists(general).at(-1)).toBe('Anna')
  }, 60_000)

  test('a home whose room another instance has taken gives its seats up, without a word to the room', async () => {
    const { here: one, there: other } = both()
    const [anna, ben] = [sessionOf('Anna'), sessionOf('Ben')]
    await one.join(anna, general)
    await other.join(ben, general)
    // In one step: in between, the home could say that it still holds the room.
    const key = 'parley:{voice}:home:general'
    await redis.command('SET', key, other.store.voiceHomes.self, 'PX', '6000')
    const carl = sessionOf('Carl')
    await other.join(carl, general)
    const toldBefore = lists(general).length
    await until(() => one.engine.seats.size === 0, 20_000)
    await until(() => endings(ben).length === 1)
    expect([endings(anna), endings(ben), endings(carl)]).toEqual([['lost'], ['lost'], []])
    expect(lists(general).slice(toldBefore)).toEqual([])
    expect(other.engine.seats.size).toBe(1)
  }, 40_000)

  test('a Redis that is away for a moment, or comes back empty, changes nothing for those in voice', async () => {
    const { here: one, there: other } = both()
    const [anna, ben] = [sessionOf('Anna'), sessionOf('Ben')]
    await one.join(anna, general)
    const { stay } = await other.join(ben, general)
    await redis.kill()
    expect(await other.voice.setState(ben, { stay, isMuted: true })).toMatchObject({
      error: { code: 'unavailable' },
    })
    await redis.start()
    await redis.command('DEL', 'parley:{voice}:home:general', 'parley:{voice}:people:general')
    const namesListed = async () => (await other.store.voiceHomes.list()).get(general)?.length
    await until(async () => (await namesListed().catch(() => 0)) === 2, 15_000)
    expect([...endings(anna), ...endings(ben)]).toEqual([])
    expect(one.engine.seats.size).toBe(2)
  }, 30_000)
})
