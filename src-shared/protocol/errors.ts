import { z } from 'zod'

/** Every reason for which the server refuses something. Closed: a client may switch over it. */
export const errorCodes = {
  invalid: 'The request does not have the form that this event expects.',
  unauthorized: 'The session has no identity yet: join a room first.',
  forbidden: 'The session may not do this.',
  'not-found': 'What the request refers to does not exist.',
  'name-taken': 'Somebody who is here uses this name, or one that looks like it.',
  'name-protected':
    'The name belongs to somebody: its password is needed, or the one given is wrong.',
  'password-required': 'A password is needed, or the one given is wrong.',
  banned: 'This person is kept out of the server.',
  'room-full': 'The room has no free place.',
  'too-large': 'The request is larger than the limit.',
  'rate-limited': 'Too many requests; try again after `retryAfter` milliseconds.',
  conflict: 'The request contradicts what is already stored.',
  unavailable: 'The server cannot store or read at the moment; nothing was changed.',
  internal: 'The server made a mistake; it has been written to its log.',
} as const

export type ErrorCode = keyof typeof errorCodes

export const errorCodeSchema = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])

export const protocolErrorSchema = z.object({
  code: errorCodeSchema,
  /** One sentence for a person. */
  message: z.string(),
  /** Milliseconds until the same request may succeed; only with `rate-limited`. */
  retryAfter: z.int().nonnegative().optional(),
  /** When a ban ends, in milliseconds since 1970; null for ever. Only with `banned`. */
  until: z.int().nullable().optional(),
})
export type ProtocolError = z.infer<typeof protocolErrorSchema>

/** Failures that any request can meet, so the table does not repeat them. */
export const COMMON_FAILURES = ['invalid', 'rate-limited', 'internal'] as const
