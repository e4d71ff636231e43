import { expect } from 'vitest'
import { callWireSchema, type CallWire } from '#shared/protocol/call-wire.ts'
import { ask } from './conversation.ts'
import type { TestClient } from './client.ts'
import type { Deployment, Participant } from './deployments.ts'
import { parseExactly } from './exactly.ts'

/** What tests about calls do again and again. */

export interface Two {
  readonly anna: Participant
  readonly ben: Participant
}

let counted = 0

/** Two people with names of their own, on two instances where there are several. */
export async function twoPeople(deployment: Pick<Deployment, 'person'>): Promise<Two> {
  counted += 1
  const anna = await deployment.person(`Anna ${counted}`)
  return { anna, ben: await deployment.person(`Ben ${counted}`) }
}

/** Anna calls Ben. @returns the call, and that Ben hears of it */
export async function ring({ anna, ben }: Two): Promise<CallWire> {
  const { call } = await ask(anna.client, 'call:request', { to: ben.name })
  await ben.client.next('call:incoming', ({ callId }) => callId === call.id)
  return parseExactly(callWireSchema, call)
}

/** They talk: Ben has answered, and media flows as far as the two say. */
export async function talk(two: Two): Promise<CallWire> {
  const { anna, ben } = two
  const rung = await ring(two)
  await ask(ben.client, 'call:accept', { to: anna.name, tellsMedia: true })
  await anna.client.next('call:accepted', ({ callId }) => callId === rung.id)
  const { call } = await ask(ben.client, 'call:connected', { to: anna.id })
  await phase(anna.client, rung, 'connected')
  return call
}

/** What a client is told once the call has come to this phase. */
export const phase = (
  client: TestClient,
  { id }: Pick<CallWire, 'id'>,
  wanted: CallWire['phase'],
): Promise<CallWire> =>
  client.next('call:changed', (call) => call.id === id && call.phase === wanted)

/** The entry of the call in the conversation, as the client hears it. */
export async function entryOf(client: TestClient, { id }: Pick<CallWire, 'id'>) {
  const message = await client.next(
    'chat:message',
    (heard) => heard.type === 'call' && heard.call?.id === id,
  )
  if (message.type !== 'call') throw new Error('This is no entry of a call')
  return message
}

/** What there is of calls in the conversation with somebody. */
export async function entriesWith(me: Participant, other: Participant) {
  const { conversation } = await ask(me.client, 'direct:open', { userId: other.id })
  const { roomId, unread } = conversation
  const { messages } = await ask(me.client, 'chat:history', { roomId })
  return { unread, messages: messages.filter(({ type }) => type === 'call') }
}

/** Neither of the two is in a call any more, as far as anybody can see. */
export async function expectFree(...people: readonly Participant[]): Promise<void> {
  for (const { client, name } of people) {
    const { call } = await client.join('general', name)
    expect(call).toBeNull()
  }
}
