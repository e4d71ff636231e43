import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { keyOf, type Endpoint } from './endpoint.ts'
import type { Hear, Lines } from './lines.ts'
import { mendAnswer, mendCheck } from './mend-checks.ts'

/** Where the server's own voice listens. */
export interface VoiceAddress {
  readonly address: string
  readonly port: number
}

/**
 * The ways from one client to the server's voice: a UDP socket for each address that the client knows it
 * by. With one for all nobody could tell to which of them an answer belongs. Each is connected, so the
 * system lets nothing out to anywhere else and nothing in from there. What is sent while one is being
 * opened is lost.
 *
 * @param options.client where the client's connection comes from
 * @param options.name what the client takes itself to be reached by; of the kind of the addresses in its offer
 * @param options.password signs the checks by which voice is reached; null when the offer has none
 */
export function createVoiceLines(
  voice: VoiceAddress,
  options: {
    readonly client: Endpoint
    readonly name: Endpoint['address']
    readonly password: Buffer | null
  },
  hear: Hear,
): Lines {
  const { client, name, password } = options
  const lines = new Map<string, { readonly socket: Socket; isOpen: boolean }>()
  const relayed = { address: name, port: client.port }

  function open(peer: Endpoint): { readonly socket: Socket; isOpen: boolean } {
    const socket = createSocket(isIPv6(voice.address) ? 'udp6' : 'udp4')
    const line = { socket, isOpen: false }
    // Such as that nobody listens there any more, which the client notices by itself.
    socket.on('error', () => {})
    socket.on('message', (payload) => hear(peer, mendAnswer(payload, password, relayed)))
    socket.connect(voice.port, voice.address, () => {
      line.isOpen = true
    })
    return line
  }

  return {
    relayed,
    // A client may know the server by an address that the server does not know.
    permits: () => true,
    leadsTo: ({ port }) => port === voice.port,
    send(peer, payload) {
      const key = keyOf(peer)
      const line = lines.get(key) ?? open(peer)
      lines.set(key, line)
      if (line.isOpen) line.socket.send(mendCheck(payload, password), () => {})
    },
    close() {
      for (const { socket } of lines.values()) socket.close()
      lines.clear()
    },
  }
}
