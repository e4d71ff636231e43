import type { Socket } from 'node:net'
import type { VoiceRelay } from '../ports/voice-relay.ts'
import { icePasswordIn } from './mend-checks.ts'
import { createPasses } from './passes.ts'
import { openRelayConnection, type RelayConnection } from './relay-connection.ts'
import type { VoiceAddress } from './voice-lines.ts'

/** How often it is looked for those who have been silent for too long. */
const LOOK_EVERY_MS = 1_000

/** Two for each person of some full rooms. */
const CONNECTIONS_MAX = 1_000

/** The relay, and its end towards the clients. */
export interface OpenVoiceRelay extends VoiceRelay {
  /** A connection whose first byte says that its client speaks STUN. */
  take(socket: Socket): void
  /** Ends everything. */
  close(): void
}

/**
 * A way to the server's voice over TCP, for networks that block UDP: TURN (RFC 8656), which every client
 * of WebRTC speaks, with one peer, this server.
 *
 * @param options.address where clients reach it, `host:port`; null for where they reached the server
 */
export function openVoiceRelay(options: {
  readonly voice: VoiceAddress
  readonly address: string | null
}): OpenVoiceRelay {
  const { voice, address } = options
  const passes = createPasses()
  const connections = new Set<RelayConnection>()
  let timer: NodeJS.Timeout | null = null
  const now = (): number => performance.now()

  function look(): void {
    for (const connection of connections) connection.look(now())
  }

  function forget(connection: RelayConnection): void {
    connections.delete(connection)
    if (connections.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  return {
    admit: (stay, offer) => ({ address, ...passes.issue(stay, icePasswordIn(offer)) }),
    dismiss: passes.revoke,
    take(socket) {
      if (connections.size >= CONNECTIONS_MAX) return void socket.destroy()
      const onEnd = (): void => forget(connection)
      const connection = openRelayConnection(socket, { voice, passes, now, onEnd })
      connections.add(connection)
      timer ??= setInterval(look, LOOK_EVERY_MS)
    },
    close() {
      for (const connection of [...connections]) connection.end()
    },
  }
}
