import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId } from '#shared/domain/ids.ts'
import { callWireSchema, type CallWire } from '#shared/protocol/call-wire.ts'
import { entryOf, phase } from '../support/calls.ts'
import type { TestClient } from '../support/client.ts'
import { ask, refusalOf, told } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { parseExactly } from '../support/exactly.ts'
import { until } from '../support/redis-conversation.ts'
import { endVoiceClients } from '../support/voice-client.ts'
import { stepIntoVoice } from '../support/voice-stay.ts'

const APP = { tellsMedia: true, joinsGroups: true }

/** Named as the group call, with exactly these people, in whatever order they came. */
const hears = (client: TestClient, groupId: string, ...people: readonly Participant[]) =>
  client.next('voice:people', (list) => {
    const names = list.people.map(({ name }) => name).toSorted()
    return (
      list.roomId === groupId &&
      names.join() ===
        people
          .map(({ name }) => name)
          .toSorted()
          .join()
    )
  })

/** The next news that the call leads into a group. */
const becomesGroup = (client: TestClient, { id }: Pick<CallWire, 'id'>): Promise<CallWire> =>
  client.next('call:changed', (call) => call.id === id && call.group !== null)

afterAll(endVoiceClients)

onEveryDeployment('group calls', ({ person }) => {
  let counted = 0

  /** Anna and Ben talk with each other; Cem and Dora are there. */
  async function fourPeople() {
    counted += 1
    const named = (name: string) => person(`${name} ${counted}`)
    const [anna, ben] = [await named('Anna'), await named('Ben')]
    const [cem, dora] = [await named('Cem'), await named('Dora')]
    const { call } = await ask(anna.client, 'call:request', { to: ben.id, ...APP })
    await ben.client.next('call:incoming', ({ callId }) => callId === call.id)
    await ask(ben.client, 'call:accept', { to: anna.id, callId: call.id, ...APP })
    await ask(ben.client, 'call:connected', { to: anna.id, callId: call.id })
    await phase(anna.client, call, 'connected')
    return { anna, ben, cem, dora, call, groupId: groupCallIdOf(call.id) }
  }

  /** One asks another one, who comes. @returns the call of these two */
  async function bring(from: Participant, to: Participant, groupId: string): Promise<CallWire> {
    const { call } = await ask(from.client, 'call:invite', { to: to.id, groupId })
    await to.client.next('call:incoming', ({ callId }) => callId === call.id)
    await ask(to.client, 'call:accept', { to: from.id, callId: call.id, ...APP })
    return call
  }

  test('a third one is rung, comes, and all three hear each other', async () => {
    const { anna, ben, cem, call, groupId } = await fourPeople()
    const invited = await ask(anna.client, 'call:invite', { to: cem.id, groupId })
    parseExactly(callWireSchema, invited.call)
    const incoming = await cem.client.next('call:incoming')
    expect(incoming).toMatchObject({ from: anna.name, callId: invited.call.id })
    expect(incoming.call.group).toEqual({ id: groupId, people: [{ id: ben.id, name: ben.name }] })
    expect(told(ben.client, 'call:incoming')).toMatchObject([{ callId: call.id }])

    const answered = await ask(cem.client, 'call:accept', {
      ...{ to: anna.id, callId: invited.call.id },
      ...APP,
    })
    expect(answered.call).toMatchObject({ phase: 'connecting', group: { id: groupId } })
    for (const { client } of [anna, ben]) {
      expect(await becomesGroup(client, call)).toMatchObject({ phase: 'connected' })
    }

    const heard = new Map<Participant, Awaited<ReturnType<typeof stepIntoVoice>>>()
    for (const one of [anna, ben, cem]) heard.set(one, await stepIntoVoice(one.client, groupId))
    for (const { client } of [anna, ben, cem]) await hears(client, groupId, anna, ben, cem)
    for (const speaker of [anna, ben, cem]) {
      await until(() => {
        heard.get(speaker)?.sound.sendRtp({ payload: `${speaker.name} speaks` })
        return [anna, ben, cem].every(
          (one) =>
            one === speaker ||
            heard
              .get(one)
              ?.sound.received.some(({ payload }) => payload === `${speaker.name} speaks`),
        )
      }, 15_000)
    }

    const toldCem = await ask(cem.client, 'call:connected', {
      ...{ to: anna.id, callId: invited.call.id },
    })
    expect(toldCem.call.phase).toBe('connected')
    await ask(cem.client, 'voice:leave', { stay: heard.get(cem)?.stay ?? '' })
    const entry = await entryOf(anna.client, invited.call)
    expect(entry).toMatchObject({ userId: anna.id, text: expect.stringMatching(/^Call/) })
    expect(entry.call).toMatchObject({ reason: 'hung-up', isMissed: false })
    await hears(anna.client, groupId, anna, ben)
    // Anna and Ben still have each other, until one of them goes.
    expect(told(anna.client, 'call:ended')).not.toContainEqual(
      expect.objectContaining({ callId: call.id }),
    )
    await ask(ben.client, 'voice:leave', { stay: heard.get(ben)?.stay ?? '' })
    expect(await entryOf(anna.client, call)).toMatchObject({ call: { reason: 'hung-up' } })
    for (const { client } of [anna, ben, cem]) expect(told(client, 'error')).toEqual([])
  })

  test('whoever was not asked finds no such call, and hears nothing of it', async () => {
    const { anna, ben, cem, dora, groupId } = await fourPeople()
    // Not before somebody has come.
    expect(await refusalOf(anna.client, 'voice:join', { roomId: groupId })).toBe('not-found')
    await bring(anna, cem, groupId)
    for (const { client } of [anna, ben, cem]) await ask(client, 'voice:join', { roomId: groupId })
    await hears(cem.client, groupId, anna, ben, cem)
    for (const roomId of [groupId, groupCallIdOf(randomUUID() as CallId)]) {
      expect(await refusalOf(dora.client, 'voice:join', { roomId })).toBe('not-found')
    }
    expect(await refusalOf(dora.client, 'call:invite', { to: ben.id, groupId })).toBe('not-found')
    // It is no room, not even for those who are in it.
    const user = { name: cem.name }
    expect(await refusalOf(cem.client, 'room:join', { roomId: groupId, user })).toBe('not-found')
    expect(await refusalOf(cem.client, 'chat:history', { roomId: groupId })).toBe('not-found')
    const { rooms } = await ask(dora.client, 'voice:list', undefined as never)
    expect(rooms.map(({ roomId }) => roomId)).not.toContain(groupId)
    await dora.client.settle()
    expect(told(dora.client, 'voice:people')).not.toContainEqual(
      expect.objectContaining({ roomId: groupId }),
    )
  })

  test('whoever declines leaves the two alone, and whoever is in it is busy', async () => {
    const { anna, ben, cem, dora, call, groupId } = await fourPeople()
    const { call: declined } = await ask(anna.client, 'call:invite', { to: dora.id, groupId })
    await dora.client.next('call:incoming')
    await ask(dora.client, 'call:reject', { to: anna.id, callId: declined.id })
    await anna.client.next('call:rejected', ({ callId }) => callId === declined.id)
    expect(await entryOf(dora.client, declined)).toMatchObject({ text: 'Declined call' })
    const offer = { type: 'offer', sdp: 'v=0' } as const
    await ask(anna.client, 'webrtc:offer', { to: ben.id, callId: call.id, offer })

    await bring(ben, cem, groupId)
    for (const { client } of [anna, ben, cem]) await ask(client, 'voice:join', { roomId: groupId })
    await hears(anna.client, groupId, anna, ben, cem)
    expect(
      await refusalOf(anna.client, 'webrtc:offer', { to: ben.id, callId: call.id, offer }),
    ).toBe('conflict')
    const busy = await ask(dora.client, 'call:request', { to: cem.id, ...APP })
    expect(busy.call).toMatchObject({ phase: 'ended', reason: 'busy' })
  })
})
