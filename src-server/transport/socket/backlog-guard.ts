import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { createBacklog, type Backlog } from './backlog.ts'

/** Close code for "you read too slowly", in the range that applications may use (RFC 6455, 7.4.2). */
const CLOSE_CODE_SLOW = 4008

const LOOK_EVERY_MS = 500

/** Time for the close code to arrive, should the reader wake up, before the line is cut. */
const GRACE_MS = 1_000

/** What a packet costs beside its text: its object, its frame, its place in the queue. */
const PACKET_OVERHEAD_BYTES = 100

/** The parts of an engine.io connection that are needed, some of which its types do not show. */
export interface GuardedConnection {
  readonly transport: GuardedTransport
  on(event: 'packetCreate', listener: (packet: GuardedPacket) => void): unknown
  on(event: 'flush' | 'close', listener: () => void): unknown
  on(event: 'upgrade', listener: (transport: GuardedTransport) => void): unknown
  close(discard?: boolean): unknown
}

interface GuardedPacket {
  readonly data?: unknown
  /** Of a broadcast, whose frame is made once for all. */
  readonly options?: { readonly wsPreEncodedFrame?: readonly Buffer[] }
}

interface GuardedTransport {
  on(event: 'drain', listener: () => void): unknown
  /** The WebSocket, where there is one. */
  readonly socket?: { close(code: number, reason: string): void; terminate(): void }
}

export interface BacklogGuard {
  watch(connection: GuardedConnection): void
}

/**
 * Cuts connections that read too slowly.
 *
 * Socket.IO queues without limit for a reader that answers pings but does not read, or reads less
 * than it is sent; a few of those exhaust the memory of the server. Counted from the moment a
 * packet is made until the operating system has taken it.
 */
export function createBacklogGuard(deps: {
  readonly clock: Clock
  readonly log: Log
}): BacklogGuard {
  const { clock, log } = deps

  function cut(connection: GuardedConnection, backlog: Backlog): void {
    const ageMs = Math.round(backlog.ageAt(clock.monotonic()))
    log.warn({ reason: 'slow', bytes: backlog.bytes, ageMs }, 'cut a connection that fell behind')
    const { socket } = connection.transport
    socket?.close(CLOSE_CODE_SLOW, 'slow')
    // Frees the queue and tells the rest of the server now; the network may take its time.
    connection.close(true)
    if (socket) clock.after(GRACE_MS, () => socket.terminate())
  }

  return {
    watch(connection) {
      const backlog = createBacklog()
      let isOver = false
      let stopLooking: (() => void) | null = null

      function check(): void {
        if (isOver || !backlog.isTooMuch(clock.monotonic())) return
        isOver = true
        cut(connection, backlog)
      }

      /** Looks at the age now and then, but only while something waits: idle connections are free. */
      function keepLooking(): void {
        if (stopLooking || isOver) return
        stopLooking = clock.after(LOOK_EVERY_MS, () => {
          stopLooking = null
          check()
          if (backlog.bytes > 0) keepLooking()
        })
      }

      const watchTransport = (transport: GuardedTransport): void => {
        transport.on('drain', () => backlog.drained(clock.monotonic()))
      }

      connection.on('packetCreate', (packet) => {
        backlog.add(sizeOf(packet) + PACKET_OVERHEAD_BYTES, clock.monotonic())
        keepLooking()
        check()
      })
      connection.on('flush', () => backlog.flushed())
      connection.on('upgrade', (transport) => {
        backlog.drained(clock.monotonic())
        watchTransport(transport)
      })
      connection.on('close', () => {
        isOver = true
        stopLooking?.()
      })
      watchTransport(connection.transport)
    },
  }
}

/** In bytes; the frame of a broadcast is ready, so that nothing is measured once for each reader. */
function sizeOf({ data, options }: GuardedPacket): number {
  const frame = options?.wsPreEncodedFrame
  if (frame) return frame.reduce((sum, part) => sum + part.length, 0)
  if (typeof data === 'string') return Buffer.byteLength(data)
  return ArrayBuffer.isView(data) ? data.byteLength : 0
}
