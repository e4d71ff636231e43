import { expect, test } from 'vitest'
import { freeName, isOwnFile } from './own-files.ts'

test('a second file of the same name gets a number, and none is written over', () => {
  const taken = new Set(['a.webm', 'a (2).webm'])
  expect(freeName('b.webm', (name) => taken.has(name))).toBe('b.webm')
  expect(freeName('a.webm', (name) => taken.has(name))).toBe('a (3).webm')
})

test('a name that leads elsewhere leads nowhere', () => {
  expect(freeName('../../a.webm', () => false)).toBe('a.webm')
})

test.each([
  ['blob:app://parley/3a', true],
  ['blob:app://parley.example/3a', false],
  ['app://parley/index.html', false],
  ['http://192.0.2.7:5000/files/x', false],
  ['blob:http://192.0.2.7:5000/3a', false],
  ['data:text/html,x', false],
])('%s is saved: %s', (url, isSaved) => {
  expect(isOwnFile(url, 'app://parley')).toBe(isSaved)
})
