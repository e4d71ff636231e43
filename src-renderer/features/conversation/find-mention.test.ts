import { expect, test } from 'vitest'
import { mentionBefore, peopleFor } from './find-mention.ts'
import { isOnlyEmoji } from './only-emoji.ts'

test.each([
  ['@', { start: 0, query: '' }],
  ['hi @an', { start: 3, query: 'an' }],
  ['hi (@Zo', { start: 4, query: 'Zo' }],
  ['@Anna K', { start: 0, query: 'Anna K' }],
  ['anna@an', null],
  ['@ an', null],
  ['no name', null],
])('what is typed of a name in %j', (text, expected) => {
  expect(mentionBefore(text, text.length)).toEqual(expected)
})

test('people are offered by the beginning of a word of their name', () => {
  const names = ['Anna Kim', 'Kim', 'Sam Okafor']
  expect(peopleFor('', names)).toEqual(names)
  expect(peopleFor('ki', names)).toEqual(['Kim', 'Anna Kim'])
  expect(peopleFor('x', names)).toEqual([])
  expect(peopleFor('Kim and', names)).toEqual([])
})

test.each([
  ['🎉', true],
  ['👍🏽 👨‍👩‍👧', true],
  ['🎉🎉🎉🎉🎉🎉', true],
  ['🎉🎉🎉🎉🎉🎉🎉', false],
  ['🎉!', false],
  ['7', false],
  ['', false],
])('%j is only emoji: %s', (text, expected) => {
  expect(isOnlyEmoji(text)).toBe(expected)
})
