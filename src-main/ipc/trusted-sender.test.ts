import { expect, test } from 'vitest'
import { originMatches } from './trusted-sender.ts'

test.each([
  ['app://parley/index.html', true],
  ['app://parley/', true],
  ['app://parley.evil/index.html', false],
  ['app://parley@evil/index.html', false],
  ['app://user@parley/index.html', false],
  ['http://parley/index.html', false],
  ['about:blank', false],
  ['data:text/html,hello', false],
  ['', false],
])('a page at %j is our own: %j', (url, expected) => {
  expect(originMatches(url, 'app://parley')).toBe(expected)
})
