import { expect, test } from 'vitest'
import { hasRight, mayActOn, mayChangeRole, RIGHTS, ROLES, type Right } from './rights.ts'

test('a more trusted role may do everything that a less trusted one may', () => {
  for (const right of Object.keys(RIGHTS) as Right[]) {
    const allowed = ROLES.map((role) => hasRight(role, right))
    expect(allowed.toSorted((a, b) => Number(b) - Number(a))).toEqual(allowed)
    expect(hasRight('owner', right)).toBe(true)
  }
})

test('nobody acts on an equal or on somebody above', () => {
  expect(mayActOn('moderator', 'member')).toBe(true)
  expect(mayActOn('moderator', 'moderator')).toBe(false)
  expect(mayActOn('admin', 'owner')).toBe(false)
})

test.each([
  ['owner', 'member', 'owner', false, true],
  ['owner', 'owner', 'admin', false, false],
  ['owner', 'owner', 'admin', true, true],
  ['admin', 'member', 'moderator', false, true],
  ['admin', 'member', 'admin', false, false],
  ['admin', 'admin', 'owner', true, false],
  ['admin', 'admin', 'guest', true, true],
] as const)('%s makes a %s a %s (oneself: %s): %s', (giver, from, to, isOneself, may) => {
  expect(mayChangeRole({ giver, from, to, isOneself })).toBe(may)
})
