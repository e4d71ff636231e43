import { expect, test } from 'vitest'
import { clientIdSchema } from '#shared/domain/ids.ts'
import type { PersonWire, StoredMessageWire } from '#shared/protocol/wire.ts'
import {
  ANNA as anna,
  GENERAL,
  JONAS as jonas,
  message,
} from '../../tests/support/render/fixtures.ts'
import { addMessages, emptyConversation } from './conversation.ts'
import { addOutgoing } from './outgoing.ts'
import { addNewestPage } from './paging.ts'
import { timelineOf } from './timeline.ts'

const KEY = clientIdSchema.parse('7f0c9d0e-58b1-4a4e-8d2d-3a4f1c2b5e11')
const NOON = new Date(2026, 0, 15, 12).getTime()
const MINUTE = 60_000

const said = (seq: number, by: PersonWire, at: number, key: typeof KEY | null = null) =>
  message(seq, { createdAt: at, user: by.name, userId: by.id, clientId: key })

const show = (...messages: StoredMessageWire[]) =>
  timelineOf(addMessages(emptyConversation(GENERAL), messages), anna)

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
  const ready = addNewestPage(emptyConversation(GENERAL), [])
  const sending = addOutgoing(ready, {
    clientId: KEY,
    text: 'message 1',
    voice: null,
    files: [],
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

test('a quote of a voice message names it, until that is deleted', () => {
  const voice = { ...said(2, jonas, NOON), ...{ type: 'voice' as const, text: '' }, audio: '/a' }
  const quote = { id: voice.id, seq: voice.seq, user: voice.user, text: '' }
  const answer = { ...said(3, anna, NOON), replyTo: quote }
  const quoted = (...messages: StoredMessageWire[]) =>
    show(...messages).map((row) => row.kind === 'message' && row.message.replyTo?.text)
  expect(quoted(voice, answer)[1]).toBe('Voice message')
  const { audio: _gone, ...deleted } = { ...voice, deletedAt: NOON }
  expect(quoted(deleted, answer)[1]).toBe('')
})

test('a quote of files without words names the first, until they are deleted', () => {
  const files = [{ name: 'plan.pdf' }, { name: 'b.txt' }] as StoredMessageWire['attachments']
  const original = { ...said(2, jonas, NOON), type: 'file', text: '', attachments: files } as const
  const quote = { id: original.id, seq: original.seq, user: original.user, text: '' }
  const answer = { ...said(3, anna, NOON), replyTo: quote }
  const quoted = (...messages: StoredMessageWire[]) =>
    show(...messages).map((row) => row.kind === 'message' && row.message.replyTo?.text)
  expect(quoted(original, answer)[1]).toBe('plan.pdf')
  expect(quoted({ ...original, attachments: [], deletedAt: NOON }, answer)[1]).toBe('')
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
  const known = addMessages(emptyConversation(GENERAL), [
    said(2, jonas, NOON),
    said(3, anna, NOON),
    said(4, jonas, NOON),
  ])
  const rows = timelineOf({ ...known, newAfterSeq: 2 }, anna)
  expect(rows.map((row) => row.kind === 'message' && row.isFirstNew)).toEqual([false, false, true])
})

test('a message that names us is to us, unless it is our own', () => {
  const rows = show(
    { ...said(2, jonas, NOON), mentions: [anna.id] },
    { ...said(3, anna, NOON), mentions: [anna.id] },
  )
  expect(rows.map((row) => row.kind === 'message' && row.message.isToMe)).toEqual([true, false])
})
