import { expect, test } from 'vitest'
import {
  clientIdSchema,
  messageIdSchema,
  personIdSchema,
  roomIdSchema,
} from '#shared/domain/ids.ts'
import type { TextMessageWire } from '#shared/protocol/wire.ts'
import { addMessages, addNewestPage, emptyConversation } from './conversation.ts'
import { addOutgoing } from './outgoing.ts'
import { timelineOf } from './timeline.ts'

const ROOM = roomIdSchema.parse('general')
const anna = { id: personIdSchema.parse('4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01'), name: 'Anna' }
const jonas = { id: personIdSchema.parse('4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a02'), name: 'Jonas' }
const KEY = clientIdSchema.parse('7f0c9d0e-58b1-4a4e-8d2d-3a4f1c2b5e11')
const NOON = new Date(2026, 0, 15, 12).getTime()
const MINUTE = 60_000

const said = (seq: number, by: typeof anna, at: number, key: typeof KEY | null = null) =>
  ({
    id: messageIdSchema.parse(`00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`),
    roomId: ROOM,
    createdAt: at,
    type: 'text',
    text: `message ${seq}`,
    user: by.name,
    userId: by.id,
    seq,
    changeSeq: seq,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    clientId: key,
  }) satisfies TextMessageWire

const show = (...messages: TextMessageWire[]) =>
  timelineOf(addMessages(emptyConversation(ROOM), messages), anna)

test('messages of one author within five minutes share a heading', () => {
  const rows = show(
    said(2, anna, NOON),
    said(3, anna, NOON + 5 * MINUTE),
    said(4, anna, NOON + 11 * MINUTE),
    said(5, jonas, NOON + 11 * MINUTE),
  )
  expect(rows.map((row) => row.kind === 'message' && row.isContinued)).toEqual([
    false,
    true,
    false,
    false,
  ])
})

test('a new day starts a new group with a separator', () => {
  const beforeMidnight = new Date(2026, 0, 15, 23, 59).getTime()
  const rows = show(said(2, anna, beforeMidnight), said(3, anna, beforeMidnight + 2 * MINUTE))
  expect(rows.map((row) => row.day)).toEqual([null, beforeMidnight + 2 * MINUTE])
  expect(rows[1]).toMatchObject({ isContinued: false })
})

test('a row keeps its key when the server confirms the message', () => {
  const ready = addNewestPage(emptyConversation(ROOM), [])
  const sending = addOutgoing(ready, {
    clientId: KEY,
    text: 'message 1',
    createdAt: NOON,
    replyTo: null,
    state: { phase: 'sending' },
  })
  const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key)
  const confirmed = addMessages(sending, [said(1, anna, NOON, KEY)])
  expect(keys(timelineOf(sending, anna))).toEqual(keys(timelineOf(confirmed, anna)))
})

test('only our own messages are ours', () => {
  const rows = show(said(2, anna, NOON), said(3, jonas, NOON))
  expect(rows.map((row) => row.kind === 'message' && row.message.isMine)).toEqual([true, false])
})

test('a quote shows what the quoted message says now', () => {
  const original = said(2, jonas, NOON)
  const answer = {
    ...said(3, anna, NOON),
    replyTo: { id: original.id, seq: 2, user: 'Jonas', text: 'as it was' },
  }
  const rows = show({ ...original, text: '', deletedAt: NOON }, answer)
  expect(rows[1]).toMatchObject({ message: { replyTo: { user: 'Jonas', text: '' } } })
})

test('the line stands above the first message of somebody else that came unseen', () => {
  const known = addMessages(emptyConversation(ROOM), [
    said(2, jonas, NOON),
    said(3, anna, NOON),
    said(4, jonas, NOON),
  ])
  const rows = timelineOf({ ...known, newAfterSeq: 2 }, anna)
  expect(rows.map((row) => row.kind === 'message' && row.isFirstNew)).toEqual([false, false, true])
})

test('a message that names us is to us, unless it is our own', () => {
  const rows = show(
    { ...said(2, jonas, NOON), text: 'ask @anna please' },
    { ...said(3, anna, NOON), text: '@Anna' },
  )
  expect(rows.map((row) => row.kind === 'message' && row.message.isToMe)).toEqual([true, false])
})
