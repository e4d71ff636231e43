import { expect, test } from 'vitest'
import { mentionsName, splitMentions } from './mentions.ts'

const mentions = (text: string, names: readonly string[]) =>
  splitMentions(text, names)
    .filter(({ kind }) => kind === 'mention')
    .map((part) => part.text)

test.each([
  ['@Anna Kim, hello', ['@Anna Kim']],
  ['hello @anna kim!', ['@anna kim']],
  ['@Anna and @Anna Kim', ['@Anna', '@Anna Kim']],
  ['(@Zoë)', ['@Zoë']],
  ['anna@anna.test', []],
  ['@Annabel', []],
  ['@@Anna', []],
  ['@a.*', []],
])('mentions in %j', (text, expected) => {
  expect(mentions(text, ['Anna', 'Anna Kim', 'Zoë', 'a-b'])).toEqual(expected)
})

test('no character is lost', () => {
  const text = 'a @Anna b @a-b c'
  const parts = splitMentions(text, ['Anna', 'a-b']).map((part) => part.text)
  expect(parts).toEqual(['a ', '@Anna', ' b ', '@a-b', ' c'])
})

test('nobody is named without people', () => {
  expect(splitMentions('@Anna', [])).toEqual([{ kind: 'text', text: '@Anna' }])
  expect(mentionsName('hi @ANNA', 'Anna')).toBe(true)
})
