import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server, type ServerOptions, type Socket } from 'socket.io'
import type { SessionId } from '#shared/domain/ids.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { ProtocolError } from '#shared/protocol/errors.ts'
import { PACKET_MAX_BYTES } from '#shared/protocol/limits.ts'
import type { ServerToClientEvents } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../../ports/broadcaster.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Counter } from '../../ports/limits.ts'
import type { Log } from '../../ports/log.ts'
import type { Announcer } from '../../services/announcer.ts'
import type { Calls } from '../../services/calls.ts'
import type { Following } from '../../services/following.ts'
import type { Identity } from '../../services/identity.ts'
import type { LiveVoice } from '../../services/live-voice.ts'
import type { Rooms } from '../../services/rooms.ts'
import type { Settings } from '../../services/server-settings.ts'
import { createSession, type Session } from '../../services/session.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import { createBacklogGuard, type GuardedConnection } from './backlog-guard.ts'
import { createBroadcaster } from './broadcaster.ts'
import type { Dispatcher } from './dispatcher.ts'
import { createRequestBudget } from './request-budget.ts'

/** A lost connection is noticed after at most 16 s; on a local network a ping costs nothing. */
const PING_INTERVAL_MS = 8_000
const PING_TIMEOUT_MS = 8_000

/**
 * A connection that does not say what it wants is not kept. The time that we take to look at it
 * counts as well, and when hundreds come at once on a slow machine that is several seconds.
 */
const CONNECT_TIMEOUT_MS = 15_000

/** How long requests in progress may delay the end of the server. */
const ANSWER_WITHIN_MS = 1_000

/** How long the last words may take to leave. */
const SEND_WITHIN_MS = 500
const SEND_CHECK_MS = 10

/** What engine.io's types do not show. */
interface QueuedConnection {
  readonly writeBuffer: readonly unknown[]
}

/** Incoming events are dispatched through the table, so Socket.IO need not know their types. */
type IncomingEvents = Record<string, (...args: unknown[]) => void>
type ParleySocket = Socket<IncomingEvents, ServerToClientEvents, object, { session?: Session }>

type FanOut = NonNullable<ServerOptions['adapter']>

/** The Socket.IO server on an HTTP server, before anything can connect to it. */
export interface SocketGateway {
  readonly broadcaster: Broadcaster
  /** Ends a connection as a lost network would, so that the client comes back by itself. */
  disconnect(sessionId: SessionId): void
  /** Ends a connection for good; what was told before is sent. */
  end(sessionId: SessionId): void
  /** From now on connections are served. */
  serve(services: GatewayServices): void
  /** Sends out what is queued, ends all connections and stops listening. */
  close(): Promise<void>
}

interface GatewayServices {
  readonly dispatcher: Dispatcher
  readonly identity: Identity
  readonly rooms: Rooms
  readonly following: Following
  readonly announcer: Announcer
  readonly settings: Pick<Settings, 'refuseAtDoor'>
  readonly voice: Pick<LiveVoice, 'disconnect'>
  readonly calls: Pick<Calls, 'disconnect'>
  /** New connections by address. */
  readonly connections: Counter
}

const TOO_MANY_CONNECTIONS = {
  code: 'rate-limited',
  message: 'Too many connections from this address: wait a moment',
} as const

const CANNOT_READ = {
  code: 'unavailable',
  message: 'The server cannot read its store at the moment. Try again later',
} as const

export function createSocketGateway(
  http: HttpServer,
  deps: {
    readonly policy: OriginPolicy
    readonly clock: Clock
    readonly log: Log
    /** Carries events to other instances; without one there are none. */
    readonly fanOut: FanOut | null
  },
): SocketGateway {
  const { policy, clock, log, fanOut } = deps
  let isClosing = false
  const inProgress = new Set<Promise<void>>()

  const io = new Server<IncomingEvents, ServerToClientEvents, object, { session?: Session }>(http, {
    ...(fanOut ? { adapter: fanOut } : {}),
    serveClient: false,
    allowEIO3: false,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxHttpBufferSize: PACKET_MAX_BYTES,
    // WebSockets are not subject to CORS, so the check itself is `allowRequest`.
    allowRequest: ({ headers }, decide) => {
      const refusal = policy.check(headers)
      decide(refusal?.message ?? null, refusal === null)
    },
    cors: (request, decide) => {
      const { headers } = request as IncomingMessage
      decide(null, { origin: policy.check(headers) === null, credentials: false })
    },
  })

  const guard = createBacklogGuard({ clock, log })
  io.engine.on('connection', (connection: GuardedConnection) => guard.watch(connection))

  /** Where a connection comes from; several behind one router share it. */
  const addressOf = (socket: ParleySocket): string => socket.handshake.address

  /** @returns why the connection is refused, or the session that it becomes */
  async function knock(
    socket: ParleySocket,
    { identity, settings, connections }: GatewayServices,
  ): Promise<Result<Session, ProtocolError>> {
    const address = addressOf(socket)
    const retryAfter = await connections.count(address)
    if (retryAfter > 0) return fail({ ...TOO_MANY_CONNECTIONS, retryAfter })
    const { token, password } = socket.handshake.auth
    const refusal = await settings.refuseAtDoor(address, password)
    if (refusal) return refusal
    const known = await identity.admit(token)
    if (!known.ok) return known
    return succeed(createSession({ id: socket.id as SessionId, address }, known.value))
  }

  function welcome(services: GatewayServices): void {
    io.use((socket, next) => {
      knock(socket, services).then(
        (knocked) => {
          if (!knocked.ok) return next(refusalOf(knocked.error))
          socket.data.session = knocked.value
          next()
        },
        (error: unknown) => {
          // Not as a stranger: that would give the person a second identity.
          log.warn({ reason: String(error) }, 'could not look up a session')
          next(refusalOf(CANNOT_READ))
        },
      )
    })
  }

  function accept(socket: ParleySocket, services: GatewayServices): void {
    const { dispatcher, identity, rooms, following, announcer, voice, calls } = services
    const { session } = socket.data
    if (!session) throw new Error('A connection was accepted without a session')
    const caller = {
      session,
      budget: createRequestBudget(),
      tellError: (error: ProtocolError & { event: string }) => socket.emit('error', error),
      cut: () => {
        log.warn({ reason: 'flood' }, 'cut a connection that ignored its limits')
        socket.disconnect(true)
      },
    }
    // Without a listener an event of this name from a client would end the process.
    socket.on('error', () => {})
    socket.onAny((event: unknown, ...args: unknown[]) => {
      const request = dispatcher.dispatch(caller, event, args)
      inProgress.add(request)
      void request.finally(() => inProgress.delete(request))
    })
    socket.on('disconnect', () => {
      following.end(session)
      if (isClosing) return
      rooms.disconnect(session).catch((error: unknown) => {
        log.error({ err: error }, 'could not take somebody out of a room')
      })
      voice.disconnect(session).catch((error: unknown) => {
        log.error({ err: error }, 'could not take somebody out of voice')
      })
      calls.disconnect(session).catch((error: unknown) => {
        log.error({ err: error }, 'could not note that a device of a call is gone')
      })
    })
    identity.begin(session)
    announcer.tellAllRooms(session).catch((error: unknown) => {
      log.error({ err: error }, 'could not list the rooms')
    })
  }

  /** Closing throws away what is queued, and a client that polls fetches only a moment later. */
  async function sendQueued(): Promise<void> {
    const deadline = clock.monotonic() + SEND_WITHIN_MS
    const connections = io.engine as unknown as { clients: Record<string, QueuedConnection> }
    const isWaiting = () =>
      Object.values(connections.clients).some(({ writeBuffer }) => writeBuffer.length > 0)
    while (isWaiting() && clock.monotonic() < deadline) {
      await new Promise<void>((resolve) => clock.after(SEND_CHECK_MS, resolve))
    }
  }

  return {
    broadcaster: createBroadcaster(io),
    disconnect: (sessionId) => io.sockets.sockets.get(sessionId)?.conn.close(),
    end: (sessionId) => void io.sockets.sockets.get(sessionId)?.disconnect(true),
    serve(services) {
      welcome(services)
      io.on('connection', (socket) => accept(socket, services))
    },
    async close() {
      isClosing = true
      // Whoever was promised an answer gets it, unless the disk takes too long.
      await Promise.race([
        Promise.allSettled(inProgress),
        new Promise<void>((resolve) => clock.after(ANSWER_WITHIN_MS, resolve)),
      ])
      await sendQueued()
      await io.close()
    },
  }
}

/** Socket.IO hands `data` of the error to the client's `connect_error`. */
const refusalOf = (error: ProtocolError): Error & { data: ProtocolError } =>
  Object.assign(new Error(error.message), { data: error })
