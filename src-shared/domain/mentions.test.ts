import { expect, test } from 'vitest'
import { mentionCandidates, mentionsName, splitMentions } from './mentions.ts'

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

test.each([
  ['@Anna Kim, hello', [['Anna Kim', 'Anna']]],
  ['hi @anna', [['anna']]],
  ['@Anna Kim is here', [['Anna Kim is here', 'Anna Kim is', 'Anna Kim', 'Anna']]],
  ['@a-b_c d!', [['a-b_c d', 'a-b_c', 'a']]],
  ['@Zoë2 @語', [['Zoë2'], ['語']]],
  ['mail@anna.de a@b x/@y @@ @', [[], []]],
  ['nobody', []],
])('what may be a name in %j', (text, names) => {
  expect(mentionCandidates(text)).toEqual(names)
})

test('a text of nothing but mentions has a bounded number of them', () => {
  const candidates = mentionCandidates('@a '.repeat(2_600))
  expect(candidates).toHaveLength(50)
  expect(candidates.flat().length).toBeLessThan(1_500)
  expect(mentionCandidates(`@${'x'.repeat(7_000)}`).flat()).toHaveLength(1)
})
