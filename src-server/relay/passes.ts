import { randomBytes } from 'node:crypto'
import type { Allowance } from './allowance.ts'
import type { Endpoint } from './endpoint.ts'
import type { Hear, Lines } from './lines.ts'
import { longTermKey } from './stun.ts'
import { REALM } from './turn-session.ts'

const PASSWORD_BYTES = 24

/** What somebody may do with a pass. */
export interface Grant {
  /** Allocations at a time. */
  readonly places: number
  readonly allowance: Allowance
  /** @param client where the connection comes from */
  readonly open: (client: Endpoint, hear: Hear) => Lines
}

interface Pass {
  readonly password: string
  readonly key: Buffer
  readonly grant: Grant
  /** What ends the connections that have an allocation by it. */
  readonly holders: Set<() => void>
  /** Nothing new is begun with it; what has begun goes on. */
  isRetired: boolean
}

/** Who may use the relay: each by a word of their own, for as long as it holds. */
export function createPasses() {
  const passes = new Map<string, Pass>()

  return {
    /** @returns the same word as before, where there is one */
    issue(
      username: string,
      grant: Grant,
    ): { readonly username: string; readonly credential: string } {
      const known = passes.get(username)
      if (known) return { username, credential: known.password }
      const password = randomBytes(PASSWORD_BYTES).toString('base64url')
      const key = longTermKey(username, REALM, password)
      passes.set(username, { password, key, grant, holders: new Set(), isRetired: false })
      return { username, credential: password }
    },

    keyFor: (username: string): Buffer | null => passes.get(username)?.key ?? null,

    /**
     * Takes a place for an allocation.
     *
     * @param end what to do when the pass does not hold any more
     * @returns null when there is none left
     */
    claim(username: string, end: () => void): Grant | null {
      const pass = passes.get(username)
      if (!pass || pass.isRetired || pass.holders.size >= pass.grant.places) return null
      pass.holders.add(end)
      return pass.grant
    },

    release(end: () => void): void {
      for (const { holders } of passes.values()) holders.delete(end)
    },

    /** Another one has taken its place. */
    retire(username: string): void {
      const pass = passes.get(username)
      if (pass) pass.isRetired = true
    },

    /** It holds no more, and neither does what was allocated by it. */
    revoke(username: string): void {
      const pass = passes.get(username)
      passes.delete(username)
      for (const end of [...(pass?.holders ?? [])]) end()
    },
  }
}

export type Passes = ReturnType<typeof createPasses>
