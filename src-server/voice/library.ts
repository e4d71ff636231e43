import { cleanup, PeerConnection, setSctpSettings, type RtcConfig } from 'node-datachannel'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { keepUntilClosed, whenAllAreClosed } from './until-closed.ts'

/**
 * Words that a client has not acknowledged before the next ones wait. So few that a client that is
 * gone is soon noticed, and enough for 20 a second over a line of 200 ms.
 */
const UNACKNOWLEDGED_MAX = 4

/** Threads of the library that are still on their way out crash a process that ends meanwhile. */
const TEARDOWN_TAKES_MS = 200

export function prepareLibrary(): void {
  setSctpSettings({ maxChunksOnQueue: UNACKNOWLEDGED_MAX })
}

/** Ends every thread of the library; it starts anew when it is used again. */
export async function tearLibraryDown(): Promise<void> {
  await whenAllAreClosed()
  cleanup()
  await new Promise((resolve) => setTimeout(resolve, TEARDOWN_TAKES_MS))
}

export interface HeldPort {
  readonly port: number
  release(): void
}

/**
 * Takes a UDP port for as long as the engine runs, so that no other program gets it while nobody is in
 * voice.
 *
 * @param port 0 for any that is free
 * @returns the code of the system, such as `EADDRINUSE`, when it cannot be had
 */
export async function holdPort(
  port: number,
  bindAddress: string | null,
): Promise<Result<HeldPort, string>> {
  // The library says nothing of a port that it does not get, so it is tried first.
  const free = await tryPort(port, bindAddress)
  if (!free.ok) return free
  // A connection that nobody answers. The library's own listener would keep the port for ever.
  const holder = new PeerConnection('port', configOf({ port: free.value, bindAddress }))
  const channel = keepUntilClosed(holder.createDataChannel('port'))
  holder.setLocalDescription('offer')
  return succeed({
    port: free.value,
    release() {
      channel.close()
      holder.close()
    },
  })
}

function tryPort(port: number, bindAddress: string | null): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    const isSix = bindAddress !== null && isIPv6(bindAddress)
    const socket = createSocket(isSix ? 'udp6' : 'udp4')
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close()
      resolve(fail(error.code ?? error.message))
    })
    socket.bind({ port, address: bindAddress ?? '0.0.0.0', exclusive: true }, () => {
      const found = socket.address().port
      socket.close(() => resolve(succeed(found)))
    })
  })
}

/** What all connections have in common: one port, and nobody outside is asked for anything. */
export function configOf(options: {
  readonly port: number
  readonly bindAddress: string | null
}): RtcConfig {
  const { port, bindAddress } = options
  return {
    iceServers: [],
    enableIceUdpMux: true,
    portRangeBegin: port,
    portRangeEnd: port,
    disableAutoNegotiation: true,
    ...(bindAddress === null ? {} : { bindAddress }),
  }
}
