import type {
  CallId,
  ClientId,
  MediaKey,
  MessageId,
  PersonId,
  SessionToken,
} from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'

/** SHA-256 of a session token, in hexadecimal: what is kept, so that a stolen file opens nothing. */
export type TokenHash = string & { readonly __brand: 'TokenHash' }

/** What argon2id makes of a password, with its salt and its cost, in the usual text form. */
export type PasswordHash = string & { readonly __brand: 'PasswordHash' }

/** Slow on purpose, so it runs beside the event loop. */
export interface Passwords {
  hash(password: string): Promise<PasswordHash>
  /** In constant time for the given hash. */
  verify(password: string, hash: PasswordHash): Promise<boolean>
}

/** Everything that must be random or one-way, passed in so that tests can predict it. */
export interface Secrets {
  newPersonId(): PersonId
  newMessageId(): MessageId
  /** 128 random bits. */
  newMediaKey(): MediaKey
  /** What nobody else would come up with. */
  newMark(): string
  /** Six lower-case letters and digits, to tell rooms apart. */
  newRoomSuffix(): string
  newVoiceStayId(): VoiceStayId
  newCallId(): CallId
  /** An idempotency key of the server's own. */
  newEntryKey(): ClientId
  /** 256 random bits. */
  newToken(): SessionToken
  hash(token: SessionToken): TokenHash
  /** Takes as long for one that is nearly right as for any other. */
  isSame(one: string, other: string): boolean
}
