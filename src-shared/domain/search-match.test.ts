import { expect, test } from 'vitest'
import { findTerms, matchingWords } from './search-match.ts'
import { parseSearch, type SearchTerm } from './search-query.ts'
import { distinctWords, textWords } from './search-words.ts'

const termsOf = (text: string): readonly SearchTerm[] => {
  const result = parseSearch(text)
  if (!result.ok) throw new Error(result.problem)
  return result.query.terms
}
const matches = (text: string, query: string): boolean => findTerms(text, termsOf(query)) !== null
const highlights = (text: string, query: string) => matchingWords(text, termsOf(query))

test('every word has to occur, the last one at least begin', () => {
  expect(matches('The release is on Friday', 'friday rel')).toBe(true)
  expect(matches('The release is on Friday', 'rel friday')).toBe(false)
  expect(matches('The release is on Friday', 'release monday')).toBe(false)
})

test('a phrase has to stand there as it is', () => {
  expect(matches('out of the box', '"of the"')).toBe(true)
  expect(matches('of course the', '"of the"')).toBe(false)
  expect(matches('thesis of there', '"of the"')).toBe(false)
})

test('parts of words of scripts without spaces are found', () => {
  for (const part of ['東京', '京都', '東', '都', '東京都', 'に住', '東京都に住む']) {
    expect(matches('私は東京都に住む', part), part).toBe(true)
  }
  expect(matches('私は東京都に住む', '東都')).toBe(false)
  expect(matches('학교에서 만나요', '학교')).toBe(true)
  expect(matches('สวัสดีครับ', 'ครับ')).toBe(true)
})

test('highlights what matched as it is written', () => {
  expect(highlights("I DON'T know Zoë’s worlds", "don't zoe wor")).toEqual([
    "DON'T",
    'Zoë',
    'worlds',
  ])
  expect(highlights('今日本語を学ぶ', '日本語')).toEqual(['日本語'])
  expect(highlights('今日本語を学ぶ', '日')).toEqual(['日'])
  expect(highlights('party 🎉🎉', '🎉')).toEqual(['🎉🎉'])
  expect(highlights('nothing', 'xyz')).toEqual([])
})

test('emoji neither break their neighbours nor get lost', () => {
  expect(distinctWords('so❤️happy')).toEqual(['so', '❤', 'happy'])
  expect(matches('deploy🚀done', 'done')).toBe(true)
})

test('ASCII and everything else are cut alike', () => {
  const text = 'Hello, big_world! It is 3.14 o’clock'.replace('’', "'")
  expect(textWords(`${text} é`).slice(0, -1)).toEqual(textWords(text))
})

test('a very long word is found by its beginning and by all of it', () => {
  const key = 'k'.repeat(500)
  expect(matches(key, key)).toBe(true)
  expect(matches(key, 'kkkk')).toBe(true)
})

test('no text takes long', () => {
  const began = performance.now()
  for (const text of ['e' + '\u0301'.repeat(7_999), '日'.repeat(8_000), '🎉'.repeat(4_000)]) {
    distinctWords(text)
  }
  expect(performance.now() - began).toBeLessThan(2_000)
})
