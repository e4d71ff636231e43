import type { z } from 'zod'
import type { ErrorCode, ProtocolError } from './errors.ts'
import type { events } from './events.ts'
import type { requests } from './requests.ts'

/** Everything below is derived from the two tables; nothing is declared a second time. */

export type RequestName = keyof typeof requests
export type EventName = keyof typeof events

type InputSchema<Name extends RequestName> = (typeof requests)[Name]['input']

/** What a client sends: before checks and defaults. */
export type RequestInput<Name extends RequestName> =
  InputSchema<Name> extends z.ZodType ? z.input<InputSchema<Name>> : undefined

/** What the server works with: after checks and defaults. */
export type ParsedInput<Name extends RequestName> =
  InputSchema<Name> extends z.ZodType ? z.output<InputSchema<Name>> : undefined

export type ReplyValue<Name extends RequestName> = z.output<(typeof requests)[Name]['reply']>

/** The codes that a request's own row declares, beside the common ones. */
export type DeclaredFailure<Name extends RequestName> =
  (typeof requests)[Name]['failures'][number] extends infer Code extends ErrorCode ? Code : never

/** What comes back through the ack. */
export type Ack<Name extends RequestName> =
  ({ ok: true } & ReplyValue<Name>) | { ok: false; error: ProtocolError }

export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>

/** Socket.IO's map of what clients emit. */
export type ClientToServerEvents = {
  [Name in RequestName]: RequestInput<Name> extends undefined
    ? (ack?: (reply: Ack<Name>) => void) => void
    : (input: RequestInput<Name>, ack?: (reply: Ack<Name>) => void) => void
}

/** Socket.IO's map of what the server emits. */
export type ServerToClientEvents = {
  [Name in EventName]: (payload: EventPayload<Name>) => void
}
