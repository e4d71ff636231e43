import { randomBytes } from 'node:crypto'
import { voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { longTermKey } from './stun.ts'
import { REALM } from './turn-session.ts'

/** One, and one more while a client changes from one network to another. */
const ALLOCATIONS_MAX = 2

const PASSWORD_BYTES = 24

interface Pass {
  readonly password: string
  readonly key: Buffer
  /** Signs the checks by which voice is reached; null when the offer has none. */
  readonly voicePassword: Buffer | null
  /** What ends the connections that have an allocation by it. */
  readonly holders: Set<() => void>
}

/** Who may use the relay: each stay by a word of its own, for as long as it lasts. */
export function createPasses() {
  const passes = new Map<VoiceStayId, Pass>()
  const passOf = (username: string): Pass | null => {
    const stay = voiceStayIdSchema.safeParse(username)
    return (stay.success && passes.get(stay.data)) || null
  }

  return {
    /** @param voicePassword of the offer of the stay */
    issue(
      stay: VoiceStayId,
      voicePassword: Buffer | null = null,
    ): { readonly username: string; readonly credential: string } {
      const password =
        passes.get(stay)?.password ?? randomBytes(PASSWORD_BYTES).toString('base64url')
      const key = longTermKey(stay, REALM, password)
      if (!passes.has(stay)) {
        passes.set(stay, { password, key, voicePassword, holders: new Set() })
      }
      return { username: stay, credential: password }
    },

    keyFor: (username: string): Buffer | null => passOf(username)?.key ?? null,

    voicePasswordFor: (username: string): Buffer | null => passOf(username)?.voicePassword ?? null,

    /** @param end what to do when the stay is over */
    claim(username: string, end: () => void): boolean {
      const pass = passOf(username)
      if (!pass || pass.holders.size >= ALLOCATIONS_MAX) return false
      pass.holders.add(end)
      return true
    },

    release(end: () => void): void {
      for (const { holders } of passes.values()) holders.delete(end)
    },

    /** It holds no more, and neither does what was allocated by it. */
    revoke(stay: VoiceStayId): void {
      const pass = passes.get(stay)
      passes.delete(stay)
      for (const end of [...(pass?.holders ?? [])]) end()
    },
  }
}

export type Passes = ReturnType<typeof createPasses>
