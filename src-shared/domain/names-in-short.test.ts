import { expect, test } from 'vitest'
import { namesInShort, withOthers } from './names-in-short.ts'

test.each([
  [[], ''],
  [['Ben'], 'Ben'],
  [['Ben', 'Cem'], 'Ben and Cem'],
  [['Ben', 'Cem', 'Dora'], 'Ben, Cem and Dora'],
  [['Ben', 'Cem', 'Dora', 'Emil'], 'Ben, Cem and 2 more'],
  [['Ben', 'Cem', 'Dora', 'Emil', 'Fay'], 'Ben, Cem and 3 more'],
])('%j is “%s”', (names, words) => {
  expect(namesInShort(names)).toBe(words)
})

test('a call of two has no others to name', () => {
  expect(withOthers('is calling', [])).toBe('is calling')
  expect(withOthers('is calling', ['Ben', 'Cem'])).toBe('is calling, with Ben and Cem')
})
