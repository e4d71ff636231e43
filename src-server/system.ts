import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { MessageId, PersonId, SessionToken } from '#shared/domain/ids.ts'
import type { Clock } from './ports/clock.ts'
import type { Secrets, TokenHash } from './ports/secrets.ts'

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** 256 bits: more than anybody could guess, whatever they try per second. */
const TOKEN_BYTES = 32

/** The operating system's randomness. A plain hash suffices, because the token itself is random. */
export const systemSecrets: Secrets = {
  newPersonId: () => randomUUID() as string as PersonId,
  newMessageId: () => randomUUID() as string as MessageId,
  newToken: () => randomBytes(TOKEN_BYTES).toString('base64url') as SessionToken,
  hash: (token) => createHash('sha256').update(token).digest('hex') as TokenHash,
}
