import { expect, test } from 'vitest'
import { directIdOf, otherOfDirect, peopleOfDirect } from './direct.ts'
import { personIdSchema, roomIdSchema } from './ids.ts'

const alice = personIdSchema.parse('0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b')
const bob = personIdSchema.parse('f47ac10b-58cc-4372-a567-0e02b2c3d479')
const carol = personIdSchema.parse('00000000-0000-4000-8000-000000000001')

test('two people have one conversation, whoever begins it', () => {
  expect(directIdOf(alice, bob)).toBe(directIdOf(bob, alice))
  expect(directIdOf(alice, carol)).not.toBe(directIdOf(alice, bob))
})

test('its id tells who belongs to it', () => {
  const id = directIdOf(bob, carol)
  expect(peopleOfDirect(id)?.toSorted()).toEqual([bob, carol].toSorted())
  expect(otherOfDirect(id, bob)).toBe(carol)
  expect(otherOfDirect(id, alice)).toBeNull()
})

test.each([
  'general',
  'direct-',
  'direct-abc-def',
  `direct-${'z'.repeat(25)}-${'z'.repeat(25)}`,
  `direct-${'0'.repeat(25)}-${'1'.padStart(25, '0')}`,
])('%s is no conversation of two people', (id) => {
  expect(peopleOfDirect(roomIdSchema.parse(id))).toBeNull()
})
