import { z } from 'zod'
import { errorCodeSchema, type ErrorCode } from '#shared/protocol/errors.ts'

/** Why a request came to nothing: what the server answered, or that no answer came. */
export interface CallFailure {
  readonly code: ErrorCode | 'offline' | 'timeout' | 'unreadable'
  /** One sentence for a person. */
  readonly message: string
  /** Milliseconds until it may work; only with `rate-limited`. */
  readonly retryAfter?: number
}

/** Whether a room is gone, or not for this person. */
export const isClosedToUs = ({ code }: CallFailure): boolean =>
  code === 'not-found' || code === 'forbidden' || code === 'password-required'

export const OFFLINE: CallFailure = {
  code: 'offline',
  message: 'The connection to the server is interrupted.',
}

export const TIMEOUT: CallFailure = {
  code: 'timeout',
  message: 'The server did not answer in time.',
}

export const UNREADABLE: CallFailure = {
  code: 'unreadable',
  message: 'The server gave an answer that this version of Parley does not understand.',
}

const errorSchema = z.object({
  // A newer server may know codes that we do not; its sentence is still worth showing.
  code: errorCodeSchema.catch('internal'),
  message: z.string().max(500),
  retryAfter: z.number().nonnegative().optional().catch(undefined),
})

const refusalSchema = z.object({ ok: z.literal(false), error: errorSchema })

/** @returns the failure that the ack carries, or null when it is not a refusal */
export function refusalIn(reply: unknown): CallFailure | null {
  const parsed = refusalSchema.safeParse(reply)
  return parsed.success ? failureFrom(parsed.data.error) : null
}

/** Reads what a server attaches when it refuses a connection. */
export function failureInData(data: unknown): CallFailure | null {
  const parsed = errorSchema.safeParse(data)
  return parsed.success ? failureFrom(parsed.data) : null
}

const failureFrom = (error: z.infer<typeof errorSchema>): CallFailure => ({
  code: error.code,
  message: error.message,
  ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
})
