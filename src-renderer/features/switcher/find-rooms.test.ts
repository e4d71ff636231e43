import { expect, test } from 'vitest'
import { roomWireSchema } from '#shared/protocol/wire.ts'
import { findRooms } from './find-rooms.ts'

const room = (name: string) =>
  roomWireSchema.parse({
    id: String(name.length),
    name,
    icon: '💬',
    topic: '',
    users: 0,
  })

const ROOMS = [room('General'), room('Généalogie'), room('Regen')]

test('beginnings come first, and accents do not matter', () => {
  expect(findRooms(ROOMS, 'gene').map(({ name }) => name)).toEqual(['General', 'Généalogie'])
  expect(findRooms(ROOMS, 'GEN').map(({ name }) => name)).toEqual([
    'General',
    'Généalogie',
    'Regen',
  ])
})

test('nothing typed shows all', () => {
  expect(findRooms(ROOMS, ' ')).toEqual(ROOMS)
})
