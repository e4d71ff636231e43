import { expect, test } from 'vitest'
import { directIdOf, isReservedForDirect } from './direct.ts'
import { groupCallIdOf, isGroupCall } from './group-calls.ts'
import { callIdSchema, personIdSchema } from './ids.ts'
import { privateRoomId, roomIdFor } from './room-ids.ts'

test.each([
  ['General', 'general'],
  ['  Café  Society! ', 'cafe-society'],
  ['Straße & Łódź', 'strasse-lodz'],
  ['日本', 'room'],
  ['🙂', 'room'],
  ['...', 'room'],
  ['ﬁne', 'fine'],
  ['a'.repeat(100), 'a'.repeat(40)],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('%s is %s', (name, id) => {
  expect(roomIdFor(name, '')).toBe(id)
  expect(roomIdFor(name, 'x7k2')).toBe(`${id}-x7k2`)
})

test('no name leads to an id that belongs to two people', () => {
  const [one, other] = ['1', '2'].map((digit) =>
    personIdSchema.parse(`00000000-0000-4000-8000-00000000000${digit}`),
  ) as [never, never]
  for (const name of ['Direct', 'direct-', 'DIRECT x', directIdOf(one, other)]) {
    for (const suffix of ['', 'abc'])
      expect(isReservedForDirect(roomIdFor(name, suffix))).toBe(false)
  }
})

test('no name leads to an id that belongs to a group call', () => {
  const call = groupCallIdOf(callIdSchema.parse('00000000-0000-4000-8000-000000000001'))
  for (const name of [call, call.slice(0, -13)]) {
    for (const suffix of ['', 'abc123', '000000000001'.slice(0, 8)])
      expect(isGroupCall(roomIdFor(name, suffix))).toBe(false)
  }
})

test('the id of a private room says nothing', () => {
  expect(privateRoomId('x7k2m9')).toBe('room-x7k2m9')
})
