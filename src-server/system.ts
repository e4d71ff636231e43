import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import type {
  CallId,
  ClientId,
  MediaKey,
  MessageId,
  PersonId,
  SessionToken,
} from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
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

const MEDIA_KEY_BYTES = 16

/** Two thousand million of them: whoever gets one that is taken tries again. */
const ROOM_SUFFIX_LENGTH = 6

/** The operating system's randomness. A plain hash suffices, because the token itself is random. */
export const systemSecrets: Secrets = {
  newPersonId: () => randomUUID() as string as PersonId,
  newMessageId: () => randomUUID() as string as MessageId,
  newMediaKey: () => randomBytes(MEDIA_KEY_BYTES).toString('base64url') as MediaKey,
  newMark: () => randomUUID(),
  newRoomSuffix: () =>
    randomInt(36 ** ROOM_SUFFIX_LENGTH)
      .toString(36)
      .padStart(ROOM_SUFFIX_LENGTH, '0'),
  newVoiceStayId: () => randomUUID() as string as VoiceStayId,
  newCallId: () => randomUUID() as string as CallId,
  newEntryKey: () => randomUUID() as string as ClientId,
  newToken: () => randomBytes(TOKEN_BYTES).toString('base64url') as SessionToken,
  isSame: (one, other) => timingSafeEqual(digest(one), digest(other)),
  hash: (token) => createHash('sha256').update(token).digest('hex') as TokenHash,
}

/** Of one length whatever it is made of, as the comparison needs it. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
