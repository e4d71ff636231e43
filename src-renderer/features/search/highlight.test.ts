import { expect, test } from 'vitest'
import { highlightedExcerpt } from './highlight.ts'

const matches = (text: string, words: readonly string[]) =>
  highlightedExcerpt(text, words)
    .filter(({ isMatch }) => isMatch)
    .map((part) => part.text)

test('what matches is told apart, and no character is lost', () => {
  const parts = highlightedExcerpt('The Football and the foot', ['foot', 'Football'])
  expect(parts.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual([
    'Football',
    'foot',
  ])
  expect(parts.map(({ text }) => text).join('')).toBe('The Football and the foot')
})

test('signs of regular expressions are letters here', () => {
  expect(matches('a.*b (c) [d]', ['.*', '(c)', '['])).toEqual(['.*', '(c)', '['])
})

test('a match far into a long text is what is shown', () => {
  const text = `${'before '.repeat(200)}needle${' after'.repeat(200)}`
  const excerpt = highlightedExcerpt(text, ['needle'])
  expect(excerpt.some(({ isMatch }) => isMatch)).toBe(true)
  expect(
    excerpt
      .map((part) => part.text)
      .join('')
      .startsWith('… before'),
  ).toBe(true)
})

test('without words the beginning is shown', () => {
  expect(highlightedExcerpt('only a file', [])).toEqual([{ text: 'only a file', isMatch: false }])
})
