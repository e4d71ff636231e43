import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PersonId } from '#shared/domain/ids.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { Unavailable } from '../../src-server/ports/unavailable.ts'
import type { VoiceHomes, VoicePerson } from '../../src-server/ports/voice-homes.ts'
import type { VoiceAnswer, VoiceLink, VoiceQuestion } from '../../src-server/ports/voice-link.ts'
import { createMemoryVoiceHomes } from '../../src-server/store/memory/voice-homes.ts'
import { createMemoryVoiceLink } from '../../src-server/store/memory/voice-link.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { openRedis, twoInstances } from '../support/redis-store.ts'
import { general, music } from './fixtures.ts'

interface Opened {
  readonly homes: VoiceHomes
  readonly link: VoiceLink
  close(): Promise<void>
}

async function openMemory(): Promise<Opened> {
  const homes = createMemoryVoiceHomes()
  return { homes, link: createMemoryVoiceLink(homes.self), close: async () => {} }
}

async function openShared(): Promise<Opened> {
  const server = await startRedis()
  const store = await openRedis(server.url)
  return {
    homes: store.voiceHomes,
    link: store.voiceLink,
    async close() {
      await store.close()
      await server.remove()
    },
  }
}

const kinds = [
  { name: 'memory', open: openMemory },
  ...(hasRedis ? [{ name: 'redis', open: openShared }] : []),
]

const personNamed = (name: string): VoicePerson => ({
  id: randomUUID() as PersonId,
  name,
  ...{
    isMuted: false,
    isDeafened: true,
    isSilenced: false,
    isRecording: true,
    isCameraOn: false,
    isSharing: false,
  },
  joinedAt: 1_700_000_000_000,
})
const [anna, ben] = [personNamed('Anna'), personNamed('Ben')]
const stay = voiceStayIdSchema.parse(randomUUID())

/** One of each kind. */
const questions: readonly VoiceQuestion[] = [
  {
    ...{ kind: 'join', stay, roomId: general, isMuted: true, isDeafened: false },
    person: { id: anna.id, name: 'Anna' as never },
  },
  { kind: 'answer', stay, sdp: 'v=0\r\n' },
  { kind: 'state', stay, isDeafened: true },
  { kind: 'record', stay, isOn: true },
  { kind: 'leave', stay },
  { kind: 'moderate', roomId: general, personId: anna.id, action: 'remove' },
  { kind: 'still', stays: [stay] },
  { kind: 'ended', stay, reason: 'elsewhere' },
]
const answers: readonly VoiceAnswer[] = [
  { kind: 'seated', offer: 'v=0\r\n', people: [anna, ben], relay: null },
  {
    ...{ kind: 'seated', offer: 'v=0\r\n', people: [] },
    relay: { address: 'voice.example.org:5000', username: 'one', credential: 'two' },
  },
  { kind: 'done' },
  { kind: 'nobody' },
  { kind: 'moved' },
  { kind: 'full' },
  { kind: 'refused' },
  { kind: 'superseded' },
  { kind: 'misfit' },
  { kind: 'unavailable' },
  { kind: 'over', stays: [stay] },
]

describe.each(kinds)('homes of voice on $name', ({ open }) => {
  let opened: Opened
  let homes: VoiceHomes
  beforeEach(async () => {
    opened = await open()
    homes = opened.homes
  })
  afterEach(() => opened.close())

  test('a room belongs to whoever claims it, until it is let go', async () => {
    expect(await homes.find(general)).toBeNull()
    const first = await homes.claim(general)
    const again = await homes.claim(general)
    expect([first.home, again.home]).toEqual([homes.self, homes.self])
    expect(again.number).toBeGreaterThan(first.number)
    expect(await homes.find(general)).toBe(homes.self)
    expect(await homes.find(music)).toBeNull()
    await homes.release(general)
    expect(await homes.find(general)).toBeNull()
    expect((await homes.claim(music)).number).toBeGreaterThan(again.number)
  })

  test('who is in voice is listed in the order given, rooms without anybody are not', async () => {
    await homes.claim(general)
    await homes.claim(music)
    expect(await homes.list()).toEqual(new Map())
    expect(await homes.keep(general, [ben, anna])).toBe('kept')
    expect(await homes.keep(music, [])).toBe('kept')
    expect(await homes.list()).toEqual(new Map([[general, [ben, anna]]]))
    await homes.release(general)
    expect(await homes.list()).toEqual(new Map())
    expect(await homes.sweep()).toEqual([])
  })

  test('an instance answers itself', async () => {
    const asked: unknown[] = []
    opened.link.serve(async (question, from) => {
      asked.push([question, from])
      return { kind: 'done' }
    })
    for (const question of questions) {
      expect(await opened.link.ask(homes.self, question)).toEqual({ kind: 'done' })
    }
    expect(asked).toEqual(questions.map((question) => [question, homes.self]))
  })

  test('an instance that is not there does not answer', async () => {
    const ask = opened.link.ask(randomUUID(), { kind: 'leave', stay })
    await expect(ask).rejects.toThrow(Unavailable)
  })
})

describe.skipIf(!hasRedis)('voice of two instances on one Redis', () => {
  const both = twoInstances()

  test('of many claims at once one instance gets the room, and the other is told which', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? both.here : both.there).voiceHomes.claim(general),
      ),
    )
    expect(new Set(claims.map(({ home }) => home)).size).toBe(1)
    expect(new Set(claims.map(({ number }) => number)).size).toBe(20)
    const [owner, other] =
      claims[0]?.home === both.here.voiceHomes.self
        ? [both.here, both.there]
        : [both.there, both.here]
    expect(await owner.voiceHomes.keep(general, [anna])).toBe('kept')
    expect(await other.voiceHomes.keep(general, [])).toBe('lost')
    await other.voiceHomes.release(general)
    expect(await other.voiceHomes.find(general)).toBe(owner.voiceHomes.self)
    expect(await other.voiceHomes.list()).toEqual(new Map([[general, [anna]]]))
  })

  test('a room that nobody holds any longer is named to one of them, and free', async () => {
    await both.here.voiceHomes.claim(general)
    await both.here.voiceHomes.keep(general, [anna])
    expect(await both.there.voiceHomes.sweep()).toEqual([])
    await until(async () => (await both.there.voiceHomes.find(general)) === null, 20_000)
    expect(await both.there.voiceHomes.list()).toEqual(new Map())
    const swept = await Promise.all(
      [both.here, both.there, both.here].map((one) => one.voiceHomes.sweep()),
    )
    expect(swept.flat()).toEqual([general])
    expect(await both.here.voiceHomes.keep(general, [anna])).toBe('retaken')
    expect((await both.there.voiceHomes.claim(general)).home).toBe(both.here.voiceHomes.self)
  }, 40_000)

  test('questions and answers of every kind arrive as they were', async () => {
    const asked: unknown[] = []
    let given: VoiceAnswer = { kind: 'done' }
    both.there.voiceLink.serve(async (question, from) => {
      asked.push([question, from])
      return given
    })
    for (const question of questions)
      await both.here.voiceLink.ask(both.there.voiceHomes.self, question)
    expect(asked).toEqual(questions.map((question) => [question, both.here.voiceHomes.self]))
    for (given of answers) {
      expect(
        await both.here.voiceLink.ask(both.there.voiceHomes.self, { kind: 'leave', stay }),
      ).toEqual(given)
    }
  })

  test('an instance that is too busy to answer, or has ended, is unavailable', async () => {
    const silence = new Promise<VoiceAnswer>(() => {})
    both.there.voiceLink.serve(() => silence)
    const instance = both.there.voiceHomes.self
    const busy = both.here.voiceLink.ask(instance, { kind: 'leave', stay })
    await expect(busy).rejects.toThrow(Unavailable)
    await both.there.close()
    const ended = both.here.voiceLink.ask(instance, { kind: 'leave', stay })
    await expect(ended).rejects.toThrow(Unavailable)
  }, 15_000)

  test('ignores what somebody else publishes', async () => {
    const asked: unknown[] = []
    both.there.voiceLink.serve(async (question) => {
      asked.push(question)
      return { kind: 'done' }
    })
    const channel = `parley:voice:0:${both.there.voiceHomes.self}`
    const [id, from] = [randomUUID(), randomUUID()]
    const forged = [
      'nonsense',
      'null',
      '{}',
      JSON.stringify({ id, from, question: { kind: 'reboot' } }),
      JSON.stringify({ id, from, question: { kind: 'leave', stay: '../etc' } }),
      JSON.stringify({ id: 1, from: {}, question: { kind: 'leave', stay } }),
      JSON.stringify({ id, answer: { kind: 'done' } }),
    ]
    for (const text of forged)
      expect(await both.redis.command('PUBLISH', channel, text)).toBe(':1\r\n')
    await both.here.voiceLink.ask(both.there.voiceHomes.self, { kind: 'still', stays: [] })
    expect(asked).toEqual([{ kind: 'still', stays: [] }])
  })
})
