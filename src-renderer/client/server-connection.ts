import { requests } from '#shared/protocol/requests.ts'
import type {
  EventName,
  EventPayload,
  ReplyValue,
  RequestInput,
  RequestName,
} from '#shared/protocol/maps.ts'
import { events } from '#shared/protocol/events.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { SessionToken } from '#shared/domain/ids.ts'
import { backOffDelay } from '#shared/lib/back-off.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { createScope } from '#shared/lib/scope.ts'
import {
  failureInData,
  OFFLINE,
  refusalIn,
  TIMEOUT,
  UNREADABLE,
  type CallFailure,
} from './call-failure.ts'
import type { WakeSignals } from './wake-signals.ts'
import type { ConnectFailure, OpenWire } from './wire.ts'

/** An answer that takes longer than this will not be waited for, in milliseconds. */
const CALL_TIMEOUT_MS = 10_000

/** A line that is alive answers within this time even when the server is busy, in milliseconds. */
const PROBE_TIMEOUT_MS = 4_000

/** The first retry is quick, because most interruptions are short; 15 s is bearable to wait for. */
const RECONNECT = { firstMs: 500, mostMs: 15_000 }

/** Somebody waits at the other end, and not for long. */
const RECONNECT_AWAITED = { firstMs: 500, mostMs: 2_000 }

export type ConnectionStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'online' }
  | {
      readonly phase: 'offline'
      /** One sentence for a person. */
      readonly reason: string
      /** Milliseconds since 1970. */
      readonly nextRetryAt: number
    }
  /** The server was ended on purpose and will not be back by itself. */
  | { readonly phase: 'closed' }
  /** A moderator ended our stay; coming back by itself would only be asked to leave again. */
  | { readonly phase: 'ended'; readonly message: string }
  /** The server asks for its password, or has got a wrong one. */
  | { readonly phase: 'locked'; readonly message: string }

type ConnectionEvents = { [Name in EventName]: EventPayload<Name> } & {
  status: ConnectionStatus
}

export interface ServerConnection {
  readonly on: Emitter<ConnectionEvents>['on']
  status(): ConnectionStatus
  /** Asks the server; never throws. */
  call<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<Result<ReplyValue<Name>, CallFailure>>
  /** Tries at once instead of when the delay is over. Does nothing while connected. */
  retryNow(): void
  /** Tells an event again to whoever listens now; for what came before anybody was ready. */
  replay<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** Packets that did not have the form of the protocol and were ignored. */
  droppedPackets(): number
  close(): void
}

interface Credentials {
  readonly token: SessionToken | null
  /** Of the server, where it asks for one. */
  readonly password: string | null
}

export interface ConnectionOptions {
  readonly origin: ServerOrigin
  /** Asked for each time that the line is made. */
  readonly credentials: () => Credentials
  readonly openWire: OpenWire
  readonly wakeSignals: WakeSignals
  /** Whether somebody waits for this client, so that it tries more often. */
  readonly isAwaited: () => boolean
  readonly now: () => number
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
}

/** One server, connected again and again until it is closed. */
export function openServerConnection(options: ConnectionOptions): ServerConnection {
  const emitter = createEmitter<ConnectionEvents>()
  const scope = createScope()
  let status: ConnectionStatus = { phase: 'connecting' }
  let failedAttempts = 0
  let dropped = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const enter = (next: ConnectionStatus): void => {
    status = next
    emitter.emit('status', next)
  }

  const connect = (): void => {
    clearTimeout(timer)
    enter({ phase: 'connecting' })
    wire.connect()
  }

  const retryLater = (reason: string, atLeastMs = 0): void => {
    clearTimeout(timer)
    const backOff = options.isAwaited() ? RECONNECT_AWAITED : RECONNECT
    const delay = Math.max(atLeastMs, backOffDelay(failedAttempts, backOff, options.random()))
    failedAttempts += 1
    timer = setTimeout(connect, delay)
    enter({ phase: 'offline', reason, nextRetryAt: options.now() + delay })
  }

  /** Trying again by itself would only be refused again. */
  const stop = (next: ConnectionStatus): void => {
    clearTimeout(timer)
    enter(next)
  }

  const handleEvent = (name: string, payload: unknown): void => {
    if (!Object.hasOwn(events, name)) return
    const known = name as EventName
    const parsed = events[known].payload.safeParse(payload)
    if (!parsed.success) {
      dropped += 1
      return
    }
    emitter.emit(known, parsed.data)
    if (known === 'server:closing') handleClosing(events['server:closing'].payload.parse(payload))
    if (known === 'session:ended') handleEnded(events['session:ended'].payload.parse(payload))
  }

  const handleEnded = ({ message }: EventPayload<'session:ended'>): void => {
    wire.close()
    stop({ phase: 'ended', message })
  }

  const handleClosing = (closing: EventPayload<'server:closing'>): void => {
    clearTimeout(timer)
    wire.close()
    if (closing.restarting) {
      wire = openWire()
      retryLater('The server is restarting.')
    } else {
      enter({ phase: 'closed' })
    }
  }

  const openWire = () =>
    options.openWire(options.origin, () => authWith(options.credentials()), {
      onConnect() {
        failedAttempts = 0
        enter({ phase: 'online' })
      },
      onConnectFailure(failure) {
        const refusal = failureInData(failure.data)
        if (refusal?.code === 'banned') return stop({ phase: 'ended', message: refusal.message })
        if (refusal?.code === 'password-required') {
          return stop({ phase: 'locked', message: refusal.message })
        }
        retryLater(sentenceFor(failure, refusal), refusal?.retryAfter)
      },
      onDisconnect(reason) {
        retryLater(
          reason === 'io server disconnect'
            ? 'The server ended the connection.'
            : 'The connection was interrupted.',
        )
      },
      onEvent: handleEvent,
    })

  const retryNow = (): void => {
    if (status.phase === 'offline' || status.phase === 'locked') connect()
  }

  /** After sleep or a change of network a line may look alive and carry nothing any more. */
  const wakeUp = async (): Promise<void> => {
    if (status.phase === 'offline') return connect()
    if (status.phase !== 'online') return
    const asked = wire
    const answer = await settle(
      asked.request('profile:activity', { isActive: true }, PROBE_TIMEOUT_MS),
    )
    if (answer.ok || asked !== wire || !asked.isConnected) return
    asked.close()
    wire = openWire()
    connect()
  }

  let wire = openWire()
  scope.add(() => wire.close())
  scope.add(() => clearTimeout(timer))
  scope.add(options.wakeSignals(() => void wakeUp()))
  wire.connect()

  return {
    on: emitter.on,
    status: () => status,
    async call(name, input) {
      if (!wire.isConnected) return fail(OFFLINE)
      const asked = wire
      const answer = await settle(asked.request(name, input, CALL_TIMEOUT_MS))
      if (!answer.ok) return fail(asked.isConnected ? TIMEOUT : OFFLINE)
      const refusal = refusalIn(answer.value)
      if (refusal) return fail(refusal)
      const parsed = requests[name].reply.safeParse(answer.value)
      return parsed.success ? succeed(parsed.data as ReplyValue<typeof name>) : fail(UNREADABLE)
    },
    retryNow,
    replay: (name, payload) => emitter.emit(name, payload as ConnectionEvents[typeof name]),
    droppedPackets: () => dropped,
    close: () => scope.close(),
  }
}

const authWith = ({ token, password }: Credentials): Record<string, unknown> => ({
  ...(token !== null && { token }),
  ...(password !== null && { password }),
})

const settle = (promise: Promise<unknown>): Promise<Result<unknown, unknown>> =>
  promise.then(succeed, fail)

function sentenceFor(failure: ConnectFailure, refusal: CallFailure | null): string {
  if (refusal) return refusal.message
  if (failure.message === 'timeout') return 'The server does not answer.'
  return 'The server cannot be reached.'
}
