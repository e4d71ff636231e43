import { hash, verify } from '@node-rs/argon2'
import { createHmac, randomBytes } from 'node:crypto'
import type { PasswordHash, Passwords } from './ports/secrets.ts'

/**
 * The second choice of RFC 9106 is 64 MiB; this is OWASP's first (Password Storage Cheat Sheet): 19 MiB, two
 * passes. A server at home answers within about 30 ms with it, and a thousand guesses cost a thief as many
 * times 19 MiB.
 */
const COST = {
  /** argon2id; the library's name for it is a constant that only its own build knows. */
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
}

/** The pool of threads also carries files: half of its four threads stay free for them. */
const AT_ONCE = 2

/** Right passwords that are remembered, so that an office that comes back at once costs one look. */
const REMEMBERED_MAX = 500

/** argon2id in the pool of threads, a few at a time. */
export function createPasswords(): Passwords {
  const inTurn = createQueue(AT_ONCE)
  const right = createMemory()

  return {
    hash: (password) => inTurn(() => hash(password, COST) as Promise<PasswordHash>),
    verify: (password, stored) =>
      right.remember(password, stored, () =>
        // A hash that cannot be read opens nothing.
        inTurn(() => verify(stored, password).catch(() => false)),
      ),
  }
}

/** Runs at most so many at the same time, the others in the order in which they came. */
function createQueue(most: number) {
  const waiting: (() => void)[] = []
  let running = 0

  return async <Value>(run: () => Promise<Value>): Promise<Value> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await run()
    } finally {
      // The place goes over to whoever waits.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

/**
 * Which passwords were right, under a key that ends with the process: nothing that is kept tells a password.
 * The same question at the same time is asked once.
 */
function createMemory() {
  const key = randomBytes(32)
  const known = new Map<string, Promise<boolean>>()

  return {
    remember(password: string, stored: PasswordHash, ask: () => Promise<boolean>) {
      const name = createHmac('sha256', key).update(`${stored}\0${password}`).digest('base64')
      const answer = known.get(name) ?? ask()
      known.set(name, answer)
      void answer.then((isRight) => {
        if (!isRight) known.delete(name)
        const [oldest] = known.keys()
        if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest)
      })
      return answer
    },
  }
}
