import type { RequestDefinition } from '#shared/protocol/define.ts'
import type { ErrorCode, ProtocolError } from '#shared/protocol/errors.ts'
import type {
  DeclaredFailure,
  ParsedInput,
  ReplyValue,
  RequestName,
} from '#shared/protocol/maps.ts'
import { requests } from '#shared/protocol/requests.ts'
import type { Log } from '../../ports/log.ts'
import { Gone } from '../../ports/gone.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Outcome, Refusal } from '../../services/outcome.ts'
import type { Session } from '../../services/session.ts'
import { parseInput } from './parse-input.ts'
import type { RequestBudget } from './request-budget.ts'

/** One function for each row of the table, which may fail only as its row says. */
export type Handlers = {
  readonly [Name in RequestName]: (
    session: Session,
    input: ParsedInput<Name>,
  ) => Promise<Outcome<ReplyValue<Name>, DeclaredFailure<Name> | 'invalid' | 'rate-limited'>>
}

/** Where the answer goes: into the callback, or without one into the event `error`. */
interface Caller {
  readonly session: Session
  readonly budget: RequestBudget
  readonly tellError: (error: ProtocolError & { event: string }) => void
  readonly cut: () => void
}

export interface Dispatcher {
  /** Takes an event exactly as it came. Never throws, always answers. */
  dispatch(caller: Caller, event: unknown, args: readonly unknown[]): Promise<void>
}

type Reply =
  ({ readonly ok: true } & object) | { readonly ok: false; readonly error: ProtocolError }

/** Walks the table for each event: budget, parse, handle, answer. */
export function createDispatcher(deps: {
  readonly handlers: Handlers
  readonly log: Log
  /** Milliseconds that only grow. */
  readonly now: () => number
}): Dispatcher {
  const { handlers, log, now } = deps

  /** Cheapest checks first: a flood is refused before anything is parsed. */
  async function answer(caller: Caller, name: string, payload: unknown): Promise<Reply> {
    const row = rowOf(name)
    const retryAfter = caller.budget.take(row?.budget ?? 'request', now())
    if (retryAfter > 0) return refused('rate-limited', 'Too fast: wait a moment', retryAfter)
    if (!row) return refused('invalid', 'The server knows no such event')
    const input = parseInput(row, payload)
    if (!input.ok) return { ok: false, error: input.error }
    try {
      const handle = handlers[name as RequestName] as Handler
      const result = await handle(caller.session, input.value)
      return result.ok ? { ok: true, ...result.value } : { ok: false, error: toWire(result.error) }
    } catch (error) {
      return failure(name, row, error)
    }
  }

  function failure(name: string, row: RequestDefinition, error: unknown): Reply {
    if (error instanceof Unavailable && row.failures.includes('unavailable')) {
      log.warn({ event: name, reason: error.message }, 'the store is unavailable')
      return refused(
        'unavailable',
        'The server cannot store anything at the moment. Try again later',
      )
    }
    if (error instanceof Gone && row.failures.includes('not-found')) {
      return refused('not-found', 'There is no such room any more')
    }
    log.error({ event: name, err: error }, 'a request failed by a fault of the server')
    return refused('internal', 'The server made a mistake. It has been written to its log')
  }

  return {
    async dispatch(caller, event, args) {
      const name = String(event)
      const acknowledge = args.findLast((argument) => typeof argument === 'function')
      const payload = typeof args[0] === 'function' ? undefined : args[0]
      const reply = await answer(caller, name, payload)
      if (acknowledge) acknowledge(reply)
      else if (!reply.ok)
        caller.tellError({ ...reply.error, event: name.slice(0, EVENT_NAME_SHOWN) })
      if (!reply.ok && caller.budget.isFlooding(now())) caller.cut()
    },
  }
}

/** The names of our own events are shorter; a longer one is not worth repeating in full. */
const EVENT_NAME_SHOWN = 64

type Handler = (session: Session, input: unknown) => Promise<Outcome<object, ErrorCode>>

/** Own keys only, because "constructor" and "__proto__" are names that somebody will try. */
const rowOf = (name: string): RequestDefinition | null =>
  Object.hasOwn(requests, name) ? requests[name as RequestName] : null

const toWire = ({ code, message, retryAfter, until }: Refusal<ErrorCode>): ProtocolError => ({
  ...{ code, message },
  ...(retryAfter === undefined ? {} : { retryAfter }),
  ...(until === undefined ? {} : { until }),
})

const refused = (code: ErrorCode, message: string, retryAfter?: number): Reply => ({
  ok: false,
  error: toWire({ code, message, retryAfter }),
})
