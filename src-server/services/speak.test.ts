import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Message, MessageDraft } from '#shared/domain/messages.ts'
import { succeed } from '#shared/lib/result.ts'
import { createRoomOrder } from './room-order.ts'
import type { SpeechRefusal } from './rules.ts'
import { createSpeak, type Content } from './speak.ts'

const anna = { id: randomUUID(), name: 'Anna' } as never
const roomId = 'general' as RoomId
const text = (what: string): Content => ({ type: 'text', text: what, attachments: [] })
const slow: SpeechRefusal = { code: 'rate-limited', message: 'Slow', retryAfter: 4_000 }

/** One room with slow mode: one message of a person, and then none for a while. */
function slowRoom() {
  const stored: Message[] = []
  let isResting = false
  const later = () => new Promise((resolve) => setImmediate(resolve))
  const append = async (draft: MessageDraft) => {
    const message = { ...draft, seq: stored.length + 1, reactions: [] } as never as Message
    stored.push(message)
    return { message, duplicate: false }
  }
  const speak = createSpeak({
    access: { toRoom: async () => succeed(anna) } as never,
    rules: {
      async refuseSpeech() {
        const refusal = isResting ? slow : null
        await later()
        return refusal
      },
      noteSpeech: () => (isResting = true),
    } as never,
    order: createRoomOrder(),
    heralds: { of: async () => () => {} } as never,
    spokenTo: async () => ({ mentions: [], mentionsHere: false }),
    messages: {
      append,
      findSent: async (_: RoomId, __: string, clientId: ClientId) =>
        stored.find((message) => message.clientId === clientId) ?? null,
    } as never,
    clock: { now: () => 0 } as never,
    newMessageId: () => randomUUID() as string as MessageId,
  })
  const say = (what: string, clientId?: ClientId) =>
    speak({} as never, { roomId, clientId }, async () => succeed(text(what)))
  return { say, stored }
}

test('whoever says many things at once is held to the rules for each of them', async () => {
  const { say, stored } = slowRoom()
  const replies = await Promise.all(['a', 'b', 'c', 'd'].map((what) => say(what)))
  expect(stored.map((message) => message.text)).toEqual(['a'])
  expect(replies[0]).toMatchObject({ ok: true })
  for (const reply of replies.slice(1)) expect(reply).toEqual({ ok: false, error: slow })
})

test('what is stored under a key is said already, whatever is against saying it now', async () => {
  const { say, stored } = slowRoom()
  const clientId = randomUUID() as string as ClientId
  await say('once', clientId)
  const again = await say('once', clientId)
  expect(again).toMatchObject({ ok: true, value: { duplicate: true } })
  expect(await say('twice', randomUUID() as string as ClientId)).toEqual({ ok: false, error: slow })
  expect(stored).toHaveLength(1)
})
