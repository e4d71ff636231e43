import { expect, test } from 'vitest'
import { emojiSchema } from '#shared/domain/emoji.ts'
import { messageIdSchema, personIdSchema } from '#shared/domain/ids.ts'
import { listNames, shownReactions } from './reactions.ts'
import { addTypist, stillTyping, typingLine } from './typing.ts'

const anna = { id: personIdSchema.parse('4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01'), name: 'Anna' }
const jonas = { id: personIdSchema.parse('4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a02'), name: 'Jonas' }
const messageId = messageIdSchema.parse('00000000-0000-4000-8000-000000000001')
const thumb = emojiSchema.parse('👍')
const stored = (...people: (typeof anna)[]) => [
  {
    emoji: '👍',
    count: people.length,
    users: people.map(({ name }) => name),
    userIds: people.map(({ id }) => id),
  },
]

test('our own reaction is last and called "you"', () => {
  expect(shownReactions(stored(anna, jonas), [], anna)).toEqual([
    { emoji: '👍', isMine: true, names: ['Jonas', 'you'] },
  ])
})

test('a wish is shown as if it had come true', () => {
  const on = { messageId, emoji: thumb, on: true }
  const off = { messageId, emoji: thumb, on: false }
  expect(shownReactions([], [on], anna)).toEqual([{ emoji: '👍', isMine: true, names: ['you'] }])
  expect(shownReactions(stored(anna), [off], anna)).toEqual([])
  expect(shownReactions(stored(anna), [on], anna)).toHaveLength(1)
})

test('names make a sentence', () => {
  expect(listNames(['Anna'])).toBe('Anna')
  expect(listNames(['Anna', 'Jonas', 'you'])).toBe('Anna, Jonas and you')
})

test('the typing line names up to three people and forgets those who stopped', () => {
  const typist = (name: string, lastKeyAt: number) => ({
    id: personIdSchema.parse(`00000000-0000-4000-8000-00000000000${name.length}`),
    name,
    lastKeyAt,
  })
  expect(typingLine([])).toBe('')
  expect(typingLine([typist('Sam', 0)])).toBe('Sam is typing…')
  const two = addTypist(addTypist([typist('Sam', 0)], typist('Mira', 0)), typist('Sam', 3_000))
  expect(typingLine(two)).toBe('Sam and Mira are typing…')
  expect(typingLine(stillTyping(two, 4_500))).toBe('Sam is typing…')
  expect(typingLine([1, 2, 3, 4].map(() => typist('Sam', 0)))).toBe('Several people are typing…')
})
