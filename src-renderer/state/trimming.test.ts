import { expect, test } from 'vitest'
import { GENERAL, message } from '../../tests/support/render/fixtures.ts'
import { addMessages, emptyConversation } from './conversation.ts'
import { emptySummary } from './summaries.ts'
import { pinsWithoutUpTo, summaryWithoutUpTo, withoutUpTo } from './trimming.ts'

const quoting = (seq: number, quoted: number) =>
  message(seq, { replyTo: { ...message(quoted), text: 'a quote' } })

const known = addMessages(emptyConversation(GENERAL), [message(2), message(3), quoting(4, 2)])

test('what is gone on the server is gone here, quotes of it included', () => {
  const left = withoutUpTo(known, 2)
  expect(left.messages.map(({ seq, replyTo }) => [seq, replyTo])).toEqual([
    [3, null],
    [4, null],
  ])
  expect(left.isAtStart).toBe(true)
})

test('quotes of what stays stay', () => {
  const both = addMessages(known, [quoting(5, 3)])
  expect(withoutUpTo(both, 2).messages.at(-1)?.replyTo?.seq).toBe(3)
})

test('nothing changes where nothing of it was', () => {
  expect(withoutUpTo(known, 1)).toBe(known)
  const summary = { ...emptySummary(GENERAL, undefined), lastMessage: message(3), unread: 2 }
  expect(summaryWithoutUpTo(summary, 2)).toBe(summary)
})

test('an answer to what is gone is an answer to nothing', () => {
  const answering = { ...known, replyingTo: message(2).id }
  expect(withoutUpTo(answering, 2).replyingTo).toBeNull()
  expect(withoutUpTo({ ...known, replyingTo: message(3).id }, 2).replyingTo).toBe(message(3).id)
})

test('lists and pins forget as well', () => {
  const summary = { ...emptySummary(GENERAL, undefined), lastMessage: message(3), unread: 2 }
  expect(summaryWithoutUpTo(summary, 3)).toMatchObject({ lastMessage: null, unread: 0 })
  const pins = { phase: 'ready', messages: [message(3), message(2)] } as const
  expect(pinsWithoutUpTo(pins, 2)).toEqual({ phase: 'ready', messages: [message(3)] })
})
