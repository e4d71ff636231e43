import type { MessageId, PersonId, SessionToken } from '#shared/domain/ids.ts'

/** SHA-256 of a session token, in hexadecimal: what is kept, so that a stolen file opens nothing. */
export type TokenHash = string & { readonly __brand: 'TokenHash' }

/** Everything that must be random or one-way, passed in so that tests can predict it. */
export interface Secrets {
  newPersonId(): PersonId
  newMessageId(): MessageId
  /** 256 random bits. */
  newToken(): SessionToken
  hash(token: SessionToken): TokenHash
}
