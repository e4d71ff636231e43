import { expect, test } from 'vitest'
import { contrastWithWhite, NAME_COLOURS, nameColour } from './name-colour.ts'
import { initialsOf } from './initials.ts'

test.each([
  ['Anna Kim', 'AK'],
  ['jonas', 'JO'],
  ['Anna Maria de Souza', 'AS'],
  ['Мира Росси', 'МР'],
  ['山田 太郎', '山'],
  ['محمد علي', 'مع'],
  ['é_x', 'ÉX'],
  ['7', '7'],
])('the initials of %s are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('one name always has one colour, and case does not matter', () => {
  expect(nameColour('Anna Kim')).toBe(nameColour('anna kim'))
})

test('white letters can be read on every colour (WCAG 2.2, 4.5:1)', () => {
  for (const colour of NAME_COLOURS) expect(contrastWithWhite(colour)).toBeGreaterThanOrEqual(4.5)
})
