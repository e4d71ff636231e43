import { verify } from '@node-rs/argon2'
import { beforeEach, expect, test, vi } from 'vitest'
import { createPasswords } from './passwords.ts'
import type { PasswordHash } from './ports/secrets.ts'

/** The real one, which counts how often it is asked. */
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<{ verify: typeof verify }>()
  return { ...real, verify: vi.fn(real.verify) }
})
beforeEach(() => void vi.mocked(verify).mockClear())

test('a password opens its own hash and no other', async () => {
  const passwords = createPasswords()
  const [one, other] = await Promise.all([passwords.hash('correct horse'), passwords.hash('other')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.verify('correct horse', one)).toBe(true)
  expect(await passwords.verify('correct horse', one)).toBe(true)
  expect(await passwords.verify('correct horse', other)).toBe(false)
  expect(await passwords.verify('correct hors', one)).toBe(false)
  expect(await passwords.verify('', one)).toBe(false)
})

test('the same password never has the same hash twice', async () => {
  const passwords = createPasswords()
  expect(await passwords.hash('correct horse')).not.toBe(await passwords.hash('correct horse'))
})

test('a hash that cannot be read opens nothing', async () => {
  const passwords = createPasswords()
  expect(await passwords.verify('anything', 'not a hash' as PasswordHash)).toBe(false)
})

test('many who come at once with the right password wait for one look', async () => {
  const passwords = createPasswords()
  const hash = await passwords.hash('correct horse')
  expect(await passwords.verify('correct horse', hash)).toBe(true)
  const many = Array.from({ length: 300 }, () => passwords.verify('correct horse', hash))
  expect(new Set(await Promise.all(many))).toEqual(new Set([true]))
  expect(verify).toHaveBeenCalledTimes(1)
})
