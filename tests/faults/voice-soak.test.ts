import { readFileSync } from 'node:fs'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { closeClients, connect, type TestClient } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { createRandom, type Random } from '../support/random.ts'
import { until } from '../support/redis-conversation.ts'
import { removeTemporaryFolders, startServer } from '../support/start-server.ts'
import { endVoiceClients, type VoiceClient } from '../support/voice-client.ts'
import { stepIntoVoice } from '../support/voice-stay.ts'

/** Enough to notice a mistake of every day; `SOAK_STEPS=100000`, about an hour, is for before a release. */
const STEPS = Number(process.env['SOAK_STEPS'] ?? 80)
const STEP_WITHIN_MS = 10_000

const PEOPLE = 6

/** Loud for a fifth of a second. */
const PACKETS_OF_A_WORD = 10

/** Memory may grow by so much between the first third and the end. */
const GROWTH_MAX = 1.5

interface Person {
  readonly name: string
  readonly client: TestClient
  voice: { readonly stay: VoiceStayId; readonly sound: VoiceClient; isMuted: boolean } | null
}

afterEach(closeClients)
afterAll(async () => {
  await endVoiceClients()
  removeTemporaryFolders()
})

async function come(origin: string, name: string): Promise<Person> {
  const client = await connect(origin)
  await client.join('general', name)
  return { name, client, voice: null }
}

async function stepIn(person: Person): Promise<void> {
  const { stay, sound } = await stepIntoVoice(person.client, 'general')
  person.voice = { stay, sound, isMuted: false }
}

async function stepOut(person: Person): Promise<void> {
  const { voice } = person
  if (!voice) return
  person.voice = null
  await ask(person.client, 'voice:leave', { stay: voice.stay })
  voice.sound.close()
}

/** Goes without a word to the server, which has to notice. */
async function breakOff(person: Person): Promise<void> {
  const { voice, client } = person
  if (!voice) return
  person.voice = null
  voice.sound.close()
  await client.next('voice:ended', ({ stay }) => stay === voice.stay)
}

async function setMuted({ client, voice }: Person, isMuted: boolean): Promise<void> {
  if (!voice || voice.isMuted === isMuted) return
  voice.isMuted = isMuted
  await ask(client, 'voice:state', { stay: voice.stay, isMuted })
}

function sayWord({ voice, name }: Person): void {
  for (let packet = 0; packet < PACKETS_OF_A_WORD; packet += 1) {
    voice?.sound.sendRtp({ payload: `${name} says something` })
  }
}

async function doSomething(person: Person, random: Random): Promise<void> {
  const { voice } = person
  if (!voice) return stepIn(person)
  switch (random.below(8)) {
    case 0:
      return stepOut(person)
    case 1:
      return breakOff(person)
    case 2:
    case 3:
      return setMuted(person, !voice.isMuted)
    default:
      return sayWord(person)
  }
}

const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

test(
  'after people came, went, broke off and fell silent at random, everybody hears everybody',
  { timeout: STEPS * STEP_WITHIN_MS },
  async () => {
    const server = await startServer()
    const random = createRandom('voice soak')
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, (_, index) => come(server.origin, `Person ${index}`)),
    )
    let memory = NaN
    for (let step = 0; step < STEPS; step += 1) {
      await doSomething(random.pick(people), random)
      if (step === Math.floor(STEPS / 3)) memory = memoryOf(server.pid)
    }
    const growth = memoryOf(server.pid) / memory
    console.log(`voice soak: ${STEPS} steps, memory ×${growth.toFixed(2)} since the first third`)

    for (const person of people) {
      if (!person.voice) await stepIn(person)
      await setMuted(person, false)
    }
    for (const speaker of people) {
      const word = `${speaker.name} can be heard at the end`
      const hasArrived = ({ voice }: Person): boolean =>
        voice?.sound.received.some(({ payload }) => payload === word) ?? false
      await until(() => {
        speaker.voice?.sound.sendRtp({ payload: word })
        return people.every((person) => person === speaker || hasArrived(person))
      }, STEP_WITHIN_MS)
    }
    await until(
      () => people.every(({ voice }) => voice?.sound.speaking.length === 0),
      STEP_WITHIN_MS,
    )
    for (const person of people) await stepOut(person)
    const { rooms } = await ask(people[0]?.client as TestClient, 'voice:list', undefined as never)
    expect(rooms).toEqual([])
    expect(growth).toBeLessThan(GROWTH_MAX)
    expect(server.output.stderr).toBe('')
    await server.stop()
  },
)
