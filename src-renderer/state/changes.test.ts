import { expect, test } from 'vitest'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import {
  applyChange,
  applyChanges,
  applyReactions,
  giveUpMissing,
  hearOf,
  missingChanges,
} from './changes.ts'
import { GENERAL, JONAS, message, messageId } from '../../tests/support/render/fixtures.ts'
import { emptyConversation, type Conversation } from './conversation.ts'
import { addNewestPage } from './paging.ts'

const likes = [{ emoji: '👍', count: 1, users: ['Jonas'], userIds: [JONAS.id] }]
const reacted = (seq: number, changeSeq: number) => ({
  messageId: messageId(seq),
  roomId: GENERAL,
  changeSeq,
  reactions: likes,
})

const knowing = (...messages: StoredMessageWire[]): Conversation =>
  addNewestPage(emptyConversation(GENERAL), messages)
const texts = ({ messages }: Conversation) => messages.map(({ text }) => text)

test('the first page says up to where everything is known', () => {
  expect(knowing(message(1), message(2, { changeSeq: 7 })).knownSeq).toBe(7)
  expect(knowing().knownSeq).toBe(0)
})

test('a change with the next number is counted', () => {
  const known = applyChange(knowing(message(1)), message(2))
  expect(known).toMatchObject({ knownSeq: 2, heardSeq: 2 })
  expect(missingChanges(known)).toBe(0)
})

test('a change that skips a number is shown, and shows what is missing', () => {
  const known = applyChange(knowing(message(1)), message(4))
  expect(texts(known)).toEqual(['message 1', 'message 4'])
  expect(known.knownSeq).toBe(1)
  expect(missingChanges(known)).toBe(3)
})

test('changes out of order end in the newest state of each message', () => {
  const known = [
    message(1, { changeSeq: 4, text: 'second edit' }),
    message(1, { changeSeq: 3, text: 'first edit' }),
    message(2),
  ].reduce(applyChange, knowing(message(1)))
  expect(texts(known)).toEqual(['second edit', 'message 2'])
})

test('a change that comes twice is counted once', () => {
  const once = applyChange(knowing(message(1)), message(2))
  expect(applyChange(once, message(2)).knownSeq).toBe(2)
})

test('what was missed arrives page by page, several changes of one message as one', () => {
  const behind = hearOf(knowing(message(1)), 9)
  const first = applyChanges(behind, { messages: [message(2), message(3)], upTo: 3 })
  expect(missingChanges(first)).toBe(6)
  const edited = message(1, { changeSeq: 9, text: 'edited twice' })
  const all = applyChanges(first, { messages: [edited], upTo: 9 })
  expect(missingChanges(all)).toBe(0)
  expect(texts(all)).toEqual(['edited twice', 'message 2', 'message 3'])
})

test('a message deleted meanwhile keeps its place and nothing else', () => {
  const gone = message(1, { changeSeq: 3, text: '', deletedAt: 5 })
  const known = applyChanges(knowing(message(1), message(2)), { messages: [gone], upTo: 3 })
  expect(known.messages[0]).toMatchObject({ seq: 1, text: '', deletedAt: 5 })
})

test('a change of a message from before the first known one waits until it is read', () => {
  const known = applyChange(knowing(message(50)), message(3, { changeSeq: 51 }))
  expect(texts(known)).toEqual(['message 50'])
  expect(known.knownSeq).toBe(51)
})

test('reactions replace the ones before them', () => {
  const known = applyReactions(knowing(message(1)), reacted(1, 2))
  expect(known.messages[0]?.reactions).toEqual(likes)
  expect(known.knownSeq).toBe(2)
})

test('reactions to an unknown message are counted and nothing more', () => {
  const before = knowing(message(50))
  const known = applyReactions(before, reacted(3, 51))
  expect(known.messages).toEqual(before.messages)
  expect(known.knownSeq).toBe(51)
})

test('older reactions do not undo newer ones', () => {
  const newer = applyReactions(knowing(message(1)), reacted(1, 3))
  expect(applyReactions(newer, { ...reacted(1, 2), reactions: [] }).messages[0]?.reactions).toEqual(
    likes,
  )
})

test('an edit that was lost before a reaction is not lost with it', () => {
  const skipped = applyReactions(knowing(message(1)), reacted(1, 3))
  const whole = message(1, { changeSeq: 3, text: 'edited', reactions: likes })
  const known = applyChanges(skipped, { messages: [whole], upTo: 3 })
  expect(texts(known)).toEqual(['edited'])
})

test('a number that the server itself does not have is given up', () => {
  expect(missingChanges(giveUpMissing(hearOf(knowing(message(1)), 5)))).toBe(0)
})
