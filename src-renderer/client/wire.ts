import { io } from 'socket.io-client'
import type { ServerOrigin } from '#shared/domain/server-address.ts'

/** How long opening a connection may take before it counts as failed, in milliseconds. */
const CONNECT_TIMEOUT_MS = 8_000

/** Why the server would not let us in: what it said, if it said something. */
export interface ConnectFailure {
  readonly message: string
  /** What the server attached; not parsed yet. */
  readonly data: unknown
}

/**
 * The few things we ask of Socket.IO. A seam, so that tests can drop, delay and falsify packets
 * without a network.
 */
interface Wire {
  connect(): void
  /** Ends the connection; nothing is heard from it afterwards. */
  close(): void
  /** @throws when the connection ends or no ack comes in time */
  request(name: string, input: unknown, timeoutMs: number): Promise<unknown>
  readonly isConnected: boolean
}

/** What a wire tells its owner. */
export interface WireListener {
  onConnect(): void
  onConnectFailure(failure: ConnectFailure): void
  onDisconnect(reason: string): void
  onEvent(name: string, payload: unknown): void
}

export type OpenWire = (
  origin: ServerOrigin,
  /** Asked before each attempt, so that a token received meanwhile is used. */
  auth: () => Record<string, unknown>,
  listener: WireListener,
) => Wire

/** The real wire. WebSocket only: long polling would need sticky sessions behind a balancer. */
export const openSocketIoWire: OpenWire = (origin, auth, listener) => {
  const socket = io(origin, {
    transports: ['websocket'],
    // Our own policy decides when to try again, and can show it.
    reconnection: false,
    autoConnect: false,
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
    auth: (give) => give(auth()),
  })
  socket.on('connect', () => listener.onConnect())
  socket.on('connect_error', (error: Error & { data?: unknown }) => {
    listener.onConnectFailure({ message: error.message, data: error.data })
  })
  socket.on('disconnect', (reason) => listener.onDisconnect(reason))
  socket.onAny((name: string, payload: unknown) => listener.onEvent(name, payload))
  return {
    connect: () => void socket.connect(),
    close() {
      socket.off()
      socket.offAny()
      socket.disconnect()
    },
    request: (name, input, timeoutMs) =>
      input === undefined
        ? socket.timeout(timeoutMs).emitWithAck(name)
        : socket.timeout(timeoutMs).emitWithAck(name, input),
    get isConnected() {
      return socket.connected
    },
  }
}
