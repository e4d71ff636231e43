import { expect, test } from 'vitest'
import { foldNotices } from './fold-notices.ts'

test('people who come one after the other are one line', () => {
  expect(
    foldNotices(['Anna Kim joined the room', 'Jonas joined the room', 'Mira joined the room']),
  ).toEqual(['Anna Kim and 2 others joined the room'])
  expect(foldNotices(['Anna joined the room', 'Jonas joined the room'])).toEqual([
    'Anna and Jonas joined the room',
  ])
})

test('only the last word about a person counts', () => {
  expect(
    foldNotices(['Anna joined the room', 'Anna left the room', 'Anna joined the room']),
  ).toEqual(['Anna joined the room'])
})

test('comings and goings share a line', () => {
  expect(foldNotices(['Anna joined the room', 'Jonas left the room'])).toEqual([
    'Anna joined, Jonas left the room',
  ])
})

test('other notices keep their words and their place', () => {
  expect(foldNotices(['Anna joined the room', 'Hello', 'Jonas joined the room'])).toEqual([
    'Anna joined the room',
    'Hello',
    'Jonas joined the room',
  ])
})
