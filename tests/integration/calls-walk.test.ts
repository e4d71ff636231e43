import { expect, test } from 'vitest'
import type { CallId } from '#shared/domain/ids.ts'
import { callWireSchema } from '#shared/protocol/call-wire.ts'
import { phase, twoPeople, type Two } from '../support/calls.ts'
import { ask, told } from '../support/conversation.ts'
import { onEveryDeployment, type Deployment, type Participant } from '../support/deployments.ts'
import { createRandom, type Random } from '../support/random.ts'

/** Of these some 18 are requests, which is fewer than one may make at once. */
const STEPS = 90

const ACTIONS = [
  'call:request',
  'call:accept',
  'call:accept',
  'call:connected',
  'call:reject',
  'call:end',
  'call:timeout',
  'webrtc:offer',
  'webrtc:answer',
  'webrtc:ice',
] as const

const byText = (one: string, other: string): number => (one < other ? -1 : 1)

const signals = { offer: 'v=0', answer: 'v=0', candidate: null }

/** The calls that a client was ever told of. */
const knownTo = ({ client }: Participant): ReadonlySet<CallId> =>
  new Set(told(client, 'call:changed').map((payload) => callWireSchema.parse(payload).id))

/** One of them does something, mostly without waiting for what comes of it. */
async function step(
  deployment: Deployment,
  { two, asked, random }: { two: Two; asked: Promise<unknown>[]; random: Random },
): Promise<Two> {
  const [me, other] = random.pick([
    ['anna', 'ben'],
    ['ben', 'anna'],
  ] as const)
  if (random.below(12) === 0) {
    const { name, token } = two[me]
    await Promise.all(asked)
    two[me].client.close()
    const client = await deployment.open(token)
    const { call } = await client.join('general', name)
    if (call && random.below(2) === 0) asked.push(client.call('call:resume', { callId: call.id }))
    return { ...two, [me]: { ...two[me], client } }
  }
  const input = { to: two[other].name, ...signals }
  asked.push(two[me].client.call(random.pick(ACTIONS), input as never))
  if (random.below(3) === 0) await Promise.all(asked)
  return two
}

onEveryDeployment('calls at random', (deployment) => {
  test('whatever two clients do, both end in the same state, and the history says the same', async () => {
    const random = createRandom('two clients that call each other')
    const asked: Promise<unknown>[] = []
    let two = await twoPeople(deployment)
    for (let count = 0; count < STEPS; count += 1)
      two = await step(deployment, { two, asked, random })
    await Promise.all(asked)

    const { anna, ben } = two
    await ask(anna.client, 'call:end', { to: ben.name })
    await Promise.all([anna, ben].map(({ client }) => client.settle()))
    const { calls: ofAnna } = await ask(anna.client, 'calls:list', { limit: 100 })
    const { calls: ofBen } = await ask(ben.client, 'calls:list', { limit: 100 })
    expect(ofAnna.length).toBeGreaterThan(0)
    expect(ofBen.map(({ id, reason, duration }) => ({ id, reason, duration }))).toEqual(
      ofAnna.map(({ id, reason, duration }) => ({ id, reason, duration })),
    )

    // Whoever was there when it changed for the last time knows how it ended.
    for (const person of [anna, ben]) {
      const joined = await person.client.join('general', person.name)
      expect(joined.call).toBeNull()
      for (const id of knownTo(person)) {
        const { reason } = await phase(person.client, { id }, 'ended')
        expect([id, reason]).toEqual([id, ofAnna.find((record) => record.id === id)?.reason])
      }
    }

    const { conversation } = await ask(anna.client, 'direct:open', { userId: ben.id })
    const { roomId } = conversation
    const { messages } = await ask(anna.client, 'chat:history', { roomId, limit: 100 })
    const entries = messages.map(({ call }) => `${call?.id} ${call?.reason}`)
    expect(entries.toSorted(byText)).toEqual(
      ofAnna.map(({ id, reason }) => `${id} ${reason}`).toSorted(byText),
    )
  })
})
