import { expect, test } from 'vitest'
import { ANNA, JONAS, MIRA, own, room, WITH_JONAS } from '../../tests/support/render/fixtures.ts'
import { destinationsOf, findDestinations } from './destinations.ts'

const all = destinationsOf({
  me: own(ANNA),
  rooms: [
    room('general'),
    room('genealogy', { name: 'Généalogie' }),
    room('regen', { name: 'Regen' }),
    room('generations', { archivedAt: 5 }),
  ],
  privateRooms: [room('secret', { name: 'Secret', access: 'private' })],
  profiles: new Map([ANNA, JONAS, { ...MIRA, presence: 'offline' as const }].map((p) => [p.id, p])),
  summaries: new Map(),
})

const found = (typed: string) => findDestinations(all, typed).map(({ name }) => name)

test('beginnings come first, archived rooms last, and accents do not matter', () => {
  expect(found('gene')).toEqual(['General', 'Généalogie', 'Generations'])
  expect(found('GEN')).toEqual(['General', 'Généalogie', 'Regen', 'Generations'])
})

test('nothing typed shows everything but oneself', () => {
  expect(found(' ')).toEqual([
    ...['General', 'Généalogie', 'Regen', 'Secret', 'Jonas', 'Mira'],
    'Generations',
  ])
})

test('an "@" looks for people, a "#" for rooms', () => {
  expect(found('@')).toEqual(['Jonas', 'Mira'])
  expect(found('#se')).toEqual(['Secret'])
  expect(found('@se')).toEqual([])
})

test('a person leads to the conversation with them', () => {
  expect(findDestinations(all, 'jonas')[0]).toMatchObject({ id: WITH_JONAS, personId: JONAS.id })
})
