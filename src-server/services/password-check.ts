import type { Counter } from '../ports/limits.ts'
import type { PasswordHash, Passwords } from '../ports/secrets.ts'

export type PasswordVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  /** Too many wrong ones: the password was not even looked at. */
  | { readonly kind: 'blocked'; readonly retryAfter: number }

export interface PasswordQuestion {
  /** Without one it is wrong, and no try. */
  readonly given: string | undefined
  readonly hash: PasswordHash
  /** Whose tries are counted: an address, a person, a room. */
  readonly countFor: readonly string[]
}

export type PasswordCheck = ReturnType<typeof createPasswordCheck>

/**
 * Whether a password is right, with few tries. Questions about the same address or the same person are
 * looked at one after the other, so that a hundred guesses at once are not a hundred tries too many.
 */
export function createPasswordCheck(deps: {
  readonly passwords: Passwords
  readonly tries: Counter
}) {
  const { passwords, tries } = deps
  const lastOf = new Map<string, Promise<unknown>>()

  async function look({ given, hash, countFor }: Required<PasswordQuestion>) {
    const waits = await Promise.all(countFor.map((key) => tries.blockedFor(key)))
    const retryAfter = Math.max(0, ...waits)
    if (retryAfter > 0) return { kind: 'blocked', retryAfter } as const
    if (given !== undefined && (await passwords.verify(given, hash)))
      return { kind: 'right' } as const
    await Promise.all(countFor.map((key) => tries.count(key)))
    return { kind: 'wrong' } as const
  }

  return async (question: PasswordQuestion): Promise<PasswordVerdict> => {
    const { given, countFor } = question
    if (given === undefined) return { kind: 'wrong' }
    const before = countFor.map((key) => lastOf.get(key) ?? Promise.resolve())
    const verdict = Promise.all(before).then(() => look({ ...question, given }))
    const settled = verdict.catch(() => undefined)
    for (const key of countFor) lastOf.set(key, settled)
    await settled
    for (const key of countFor) if (lastOf.get(key) === settled) lastOf.delete(key)
    return verdict
  }
}
