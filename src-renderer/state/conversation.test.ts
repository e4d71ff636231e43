import { describe, expect, test } from 'vitest'
import { clientIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import type { SystemMessageWire, StoredMessageWire } from '#shared/protocol/wire.ts'
import { GENERAL, message, messageId } from '../../tests/support/render/fixtures.ts'
import { addMessages, addNotice, emptyConversation, newestSeq } from './conversation.ts'
import { addOutgoing, setOutgoingState } from './outgoing.ts'
import { addNewestPage, addOlderPage, restartWith } from './paging.ts'

const KEY = clientIdSchema.parse('7f0c9d0e-58b1-4a4e-8d2d-3a4f1c2b5e11')

const notice = (number: number): SystemMessageWire => ({
  id: messageId(900 + number),
  roomId: GENERAL,
  createdAt: 5_000,
  type: 'system',
  text: 'Anna joined the room',
  user: 'system',
})

const empty = emptyConversation(GENERAL)
const seqs = (conversation: { messages: readonly StoredMessageWire[] }) =>
  conversation.messages.map(({ seq }) => seq)

describe('messages', () => {
  test('end up in the order of their numbers, however they arrive', () => {
    expect(seqs(addMessages(addMessages(empty, [message(3)]), [message(1), message(2)]))).toEqual([
      1, 2, 3,
    ])
  })

  test('that arrive twice are shown once', () => {
    expect(seqs(addMessages(addMessages(empty, [message(1)]), [message(1), message(2)]))).toEqual([
      1, 2,
    ])
  })

  test('of another room are ignored', () => {
    const other = message(1, { roomId: roomIdSchema.parse('music') })
    expect(addMessages(empty, [other]).messages).toEqual([])
  })

  test('confirm the pending message with the same key', () => {
    const sending = addOutgoing(empty, {
      clientId: KEY,
      text: 'hi',
      voice: null,
      files: [],
      createdAt: 1,
      replyTo: null,
      state: { phase: 'sending' },
    })
    const confirmed = addMessages(sending, [message(1, { clientId: KEY })])
    expect(confirmed.outgoing).toEqual([])
    expect(seqs(confirmed)).toEqual([1])
  })

  test('without a key leave pending ones alone', () => {
    const sending = addOutgoing(empty, {
      clientId: KEY,
      text: 'hi',
      voice: null,
      files: [],
      createdAt: 1,
      replyTo: null,
      state: { phase: 'sending' },
    })
    const failed = setOutgoingState(sending, KEY, { phase: 'failed', reason: 'no' })
    expect(addMessages(failed, [message(1)]).outgoing).toHaveLength(1)
  })
})

describe('starting over', () => {
  test('keeps what came after the page and what is still to be sent', () => {
    const old = addOutgoing(addMessages(empty, [message(1), message(5_002)]), {
      clientId: KEY,
      text: 'hi',
      voice: null,
      files: [],
      createdAt: 1,
      replyTo: null,
      state: { phase: 'sending' },
    })
    const fresh = restartWith(old, [message(5_000)], 5_001)
    expect(seqs(fresh)).toEqual([5_000, 5_002])
    expect(fresh).toMatchObject({ isAtStart: false, knownSeq: 5_001 })
    expect(fresh.outgoing).toHaveLength(1)
  })
})

describe('the start of the room', () => {
  test('is known when the room is empty', () => {
    expect(addNewestPage(empty, [])).toMatchObject({ isAtStart: true, phase: 'ready' })
  })

  test('is known when message 1 is here, and not before', () => {
    const page = addNewestPage(empty, [message(51)])
    expect(page.isAtStart).toBe(false)
    expect(addOlderPage(page, { messages: [message(1)], more: false }).isAtStart).toBe(true)
  })

  test('is where the server says so, even if earlier messages were removed', () => {
    const page = addNewestPage(empty, [message(51)])
    expect(addOlderPage(page, { messages: [message(50)], more: false }).isAtStart).toBe(true)
  })

  test('older pages say that they came from above', () => {
    const page = addNewestPage(empty, [message(51)])
    const older = addOlderPage(page, { messages: [message(50)], more: true })
    expect(older.lastChange).toBe('older')
    expect(addMessages(older, [message(52)]).lastChange).toBe('newer')
  })
})

test('a notice stays behind the message that it followed, and is kept once', () => {
  const noticed = addNotice(addMessages(empty, [message(7)]), notice(1))
  expect(noticed.notices).toEqual([{ notice: notice(1), afterSeq: 7 }])
  expect(addNotice(noticed, notice(1))).toBe(noticed)
  expect(newestSeq(noticed)).toBe(7)
})
