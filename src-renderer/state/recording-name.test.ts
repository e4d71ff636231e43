import { expect, test } from 'vitest'
import { recordingName } from './recording-name.ts'

const at = new Date(2026, 10, 4, 9, 5)

test('the name says where, when and who', () => {
  expect(recordingName({ room: 'General', at, person: 'Anna' })).toBe(
    'Parley General 2026-11-04 09-05 Anna.webm',
  )
  expect(recordingName({ room: 'General', at, person: null })).toBe(
    'Parley General 2026-11-04 09-05.webm',
  )
})

test('nothing in it is refused by a file system, or leads to another folder', () => {
  const name = recordingName({ room: '../a\\b:c*?"<d>|\u0000e', at, person: ' Anna. ' })
  expect(name).toBe('Parley a b c d e 2026-11-04 09-05 Anna.webm')
})

test('a room of which nothing is left has a name all the same', () => {
  expect(recordingName({ room: '???', at, person: null })).toBe('Parley room 2026-11-04 09-05.webm')
})

test('letters of all scripts stay', () => {
  expect(recordingName({ room: 'Küche 🍲', at, person: 'Жанна' })).toBe(
    'Parley Küche 🍲 2026-11-04 09-05 Жанна.webm',
  )
})
