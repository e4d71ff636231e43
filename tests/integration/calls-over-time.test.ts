import { expect, test } from 'vitest'
import { entriesWith, entryOf, expectFree, phase, ring, talk, twoPeople } from '../support/calls.ts'
import { ask, told } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'

/** What became of the call that somebody was in, now or later. */
async function outcomeOf({ client, name }: Pick<Participant, 'client' | 'name'>) {
  const { call } = await client.join('general', name)
  if (call) return phase(client, call, 'ended')
  const { calls } = await ask(client, 'calls:list', { limit: 1 })
  return calls[0]
}

/** How long the server took, by its own clock. */
const secondsOf = (from: number, to: number | null): number => ((to ?? 0) - from) / 1_000

onEveryDeployment(
  'calls that nobody ends',
  (deployment) => {
    test('ring until they are missed, by the clock of the server', async () => {
      const two = await twoPeople(deployment)
      const { anna, ben } = two
      const call = await ring(two)
      expect(secondsOf(call.startedAt, call.ringsUntil)).toBe(2)
      expect(await ben.client.next('call:timeout')).toMatchObject({ from: anna.name })
      expect(await anna.client.next('call:unavailable')).toMatchObject({ reason: 'missed' })
      const over = await phase(ben.client, call, 'ended')
      expect(over.reason).toBe('missed')
      expect(secondsOf(call.startedAt, over.endedAt)).toBeGreaterThanOrEqual(2)
      await entryOf(ben.client, call)
      const { unread, messages } = await entriesWith(ben, anna)
      expect([unread, messages.length]).toEqual([1, 1])
    })

    test('go on over a lost connection, when the device is back in time', async () => {
      const two = await twoPeople(deployment)
      const { anna, ben } = two
      const call = await talk(two)
      anna.client.close()
      await ben.client.next('call:changed', ({ caller }) => caller.isAway)
      const again = await deployment.open(anna.token)
      const joined = await again.join('general', anna.name)
      expect(joined.call).toMatchObject({ id: call.id, phase: 'connected' })
      const resumed = await ask(again, 'call:resume', { callId: call.id, tellsMedia: true })
      expect(resumed.call.caller).toMatchObject({ device: again.socket.id, isAway: false })
      await ben.client.next('call:changed', ({ caller }) => caller.device === again.socket.id)
      await ask(ben.client, 'webrtc:offer', { to: anna.name, offer: 'v=0' })
      await again.next('webrtc:offer')
      await ask(ben.client, 'call:end', { to: anna.name })
      expect(await again.next('call:ended')).toMatchObject({ callId: call.id, reason: 'hung-up' })
    })

    test('end when a device does not come back', async () => {
      const two = await twoPeople(deployment)
      const { anna, ben } = two
      const call = await talk(two)
      anna.client.close()
      const away = await ben.client.next('call:changed', ({ caller }) => caller.isAway)
      expect(away.phase).toBe('connected')
      const ended = await ben.client.next('call:ended')
      expect(ended).toMatchObject({ from: anna.name, callId: call.id, reason: 'failed' })
      expect(await entryOf(ben.client, call)).toMatchObject({ userId: anna.id })
      expect((await entriesWith(ben, anna)).messages).toHaveLength(1)
      await expectFree(ben)
    })

    test('end when an instance dies, whether they rang or were answered', async () => {
      const [talking, ringing] = [await twoPeople(deployment), await twoPeople(deployment)]
      const [call, rung] = [await talk(talking), await ring(ringing)]
      const [dying] = deployment.servers
      if (!dying) throw new Error('There is no server')
      await deployment.replace(dying, 'kill')
      const living = [talking.anna, talking.ben].filter(({ client }) => client.socket.connected)
      for (const { client } of living) {
        expect(await client.next('call:ended')).toMatchObject({ callId: call.id })
      }
      for (const [two, { id }, reasons] of [
        [talking, call, ['failed']],
        [ringing, rung, ['missed', 'cancelled']],
      ] as const) {
        const ben = { ...two.ben, client: await deployment.device(two.ben) }
        const over = await outcomeOf(ben)
        expect(over?.id).toBe(id)
        expect(reasons).toContain(over?.reason)
        expect((await entriesWith(ben, two.anna)).messages).toHaveLength(1)
      }
    })
  },
  { CALL_RING_SECONDS: '2', CALL_GRACE_SECONDS: '3' },
)

onEveryDeployment('calls', (deployment) => {
  test('go on while the server is started again', async () => {
    const two = await twoPeople(deployment)
    const call = await talk(two)
    for (const server of deployment.servers) await deployment.replace(server, 'stop')
    const [anna, ben] = [await deployment.device(two.anna), await deployment.device(two.ben)]
    for (const client of [anna, ben]) {
      const { call: resumed } = await ask(client, 'call:resume', { callId: call.id })
      expect(resumed).toMatchObject({ id: call.id, phase: 'connected' })
    }
    await ask(anna, 'webrtc:offer', { to: two.ben.name, offer: 'v=0' })
    await ben.next('webrtc:offer')
    await ask(ben, 'call:end', { to: two.anna.name })
    expect(await anna.next('call:ended')).toMatchObject({ callId: call.id, reason: 'hung-up' })
    expect((await entriesWith({ ...two.ben, client: ben }, two.anna)).messages).toHaveLength(1)
    await anna.settle()
    expect(told(anna, 'call:ended')).toHaveLength(1)
  })
})
