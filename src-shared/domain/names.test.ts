import { describe, expect, test } from 'vitest'
import { nameKeys, nameSchema } from './names.ts'

const isFine = (name: string): boolean => nameSchema.safeParse(name).success
const conflict = (one: string, other: string): boolean =>
  nameKeys(one).some((key) => nameKeys(other).includes(key))

describe('a name', () => {
  test.each(['Al', 'Anna-Lena', 'a_b', 'Zoë', '田中', 'Анна', 'אבי', 'नमस्ते', 'A'.repeat(20), '42'])(
    '%s is fine',
    (name) => expect(isFine(name)).toBe(true),
  )

  test.each([
    '',
    'A',
    ' A ',
    'A'.repeat(21),
    '--',
    ' _ ',
    'a\tb',
    'a\nb',
    'a.b',
    '<b>',
    'a@b',
    '🙂🙂',
    'a\u200bb',
    'a\u202eb',
    'Z\u0301\u0301\u0301\u0301algo',
    '\u0301\u0301',
    'a'.repeat(100_000),
    '\ud800\ud800',
    'System',
    'parley',
    'EVERYONE',
    'Sуstem',
    'Here',
  ])('%j is not', (name) => expect(isFine(name)).toBe(false))

  test('is trimmed, composed and has single spaces', () => {
    expect(nameSchema.parse('  Zoe\u0308   K  ')).toBe('Zoë K')
  })

  test('is counted as a person counts', () => {
    expect(isFine('नि'.repeat(20))).toBe(true)
    expect(isFine('नि'.repeat(21))).toBe(false)
  })
})

describe('two names conflict', () => {
  test.each([
    ['Anna', 'anna'],
    ['Anna', 'Аnna'],
    ['Anna', 'ＡＮＮＡ'],
    ['Paul', 'Раul'],
    ['Ian', 'lan'],
    ['Bob', 'B0b'],
    ['Will', 'Wi11'],
    ['Tim', 'Tirn'],
    ['A B', 'A_B'],
    ['A-B', 'A B'],
    ['Zoë', 'Zoe\u0308'],
  ])('%s and %s', (one, other) => expect(conflict(one, other)).toBe(true))

  test.each([
    ['Anna', 'Anne'],
    ['Ian', 'Lan'],
    ['Zoë', 'Zoe'],
    ['Tim', 'Tin'],
    ['Bo', 'Boo'],
  ])('not %s and %s', (one, other) => expect(conflict(one, other)).toBe(false))
})
