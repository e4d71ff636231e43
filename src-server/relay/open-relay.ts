import { isIPv6, type Socket } from 'node:net'
import type { CallRelay, VoiceRelay } from '../ports/relay.ts'
import { GROUP_ALLOWANCE, VOICE_ALLOWANCE } from './allowance.ts'
import { createCallPasses } from './call-passes.ts'
import { endpointOf } from './endpoint.ts'
import { icePasswordIn } from './mend-checks.ts'
import { createPasses, type Passes } from './passes.ts'
import { openRelayConnection, type RelayConnection } from './relay-connection.ts'
import { createVoiceLines, type VoiceAddress } from './voice-lines.ts'

/** How often it is looked for those who have been silent for too long. */
const LOOK_EVERY_MS = 1_000

/** Two for each person of some full rooms. */
const CONNECTIONS_MAX = 1_000

/** One, and one more while a client changes from one network to another. */
const VOICE_PLACES = 2

/** The relay, and its end towards the clients. */
export interface OpenRelay {
  /** Null where there is no voice to lead to. */
  readonly voice: VoiceRelay | null
  /** Null where it is not known that both devices of a call would reach this server. */
  readonly calls: CallRelay | null
  /** A connection whose first byte says that its client speaks STUN. */
  take(socket: Socket): void
  /** Ends everything. */
  close(): void
}

/**
 * A way over TCP where nothing comes through directly: TURN (RFC 8656), which every client of WebRTC
 * speaks, with this server's voice and the other device of the same call as the only peers.
 *
 * @param options.address where clients reach it, `host:port`; null for where they reached the server
 */
export function openRelay(options: {
  readonly voice: VoiceAddress | null
  readonly hasCalls: boolean
  readonly address: string | null
}): OpenRelay {
  const { voice, hasCalls, address } = options
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
    voice: voice && relayToVoice(voice, passes, address),
    calls: hasCalls ? relayOfCalls(passes, address) : null,
    take(socket) {
      if (connections.size >= CONNECTIONS_MAX) return void socket.destroy()
      const onEnd = (): void => forget(connection)
      const connection = openRelayConnection(socket, { passes, now, onEnd })
      connections.add(connection)
      timer ??= setInterval(look, LOOK_EVERY_MS)
    },
    close() {
      for (const connection of [...connections]) connection.end()
    },
  }
}

/**
 * A name and nothing more: only the server's voice ever answers, and not to this address. But a client
 * tries a relayed address with those of the same kind only, so a server without IPv4 needs the other one.
 */
function nameFor(offer: string): Buffer {
  const offered = [...offer.matchAll(/^a=candidate:\S+ \d+ udp \d+ (\S+) /gim)]
  const isOfSix = offered.length > 0 && offered.every(([, address = '']) => isIPv6(address))
  return endpointOf(isOfSix ? '::1' : '127.0.0.1', 0)?.address ?? Buffer.alloc(4)
}

const relayToVoice = (voice: VoiceAddress, passes: Passes, address: string | null): VoiceRelay => ({
  admit(stay, { offer, hasPictures }) {
    const password = icePasswordIn(offer)
    const name = nameFor(offer)
    const allowance = hasPictures ? GROUP_ALLOWANCE : VOICE_ALLOWANCE
    const pass = passes.issue(stay, {
      ...{ places: VOICE_PLACES, allowance },
      open: (client, hear) => createVoiceLines(voice, { client, name, password }, hear),
    })
    return { address, ...pass }
  },
  dismiss: passes.revoke,
})

function relayOfCalls(passes: Passes, address: string | null): CallRelay {
  const { issue, revoke } = createCallPasses(passes)
  return {
    admit: (callId, personId) => ({ address, ...issue(callId, personId) }),
    dismiss: revoke,
  }
}
