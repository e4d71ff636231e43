import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { keyOf, type Endpoint } from './endpoint.ts'

/** Where the server's own voice listens. */
export interface VoiceAddress {
  readonly address: string
  readonly port: number
}

/**
 * The ways from one client to the server's voice: a UDP socket for each address that the client knows it
 * by. With one for all nobody could tell to which of them an answer belongs. Each is connected, so the
 * system lets nothing out to anywhere else and nothing in from there.
 */
export interface VoiceLines {
  /** What is sent while the line is being opened is lost, as anything on UDP may be. */
  send(peer: Endpoint, payload: Buffer): void
  close(): void
}

export function createVoiceLines(
  voice: VoiceAddress,
  onAnswer: (peer: Endpoint, payload: Buffer) => void,
): VoiceLines {
  const lines = new Map<string, { readonly socket: Socket; isOpen: boolean }>()

  function open(peer: Endpoint): { readonly socket: Socket; isOpen: boolean } {
    const socket = createSocket(isIPv6(voice.address) ? 'udp6' : 'udp4')
    const line = { socket, isOpen: false }
    // Such as that nobody listens there any more, which the client notices by itself.
    socket.on('error', () => {})
    socket.on('message', (payload) => onAnswer(peer, payload))
    socket.connect(voice.port, voice.address, () => {
      line.isOpen = true
    })
    return line
  }

  return {
    send(peer, payload) {
      const key = keyOf(peer)
      const line = lines.get(key) ?? open(peer)
      lines.set(key, line)
      if (line.isOpen) line.socket.send(payload, () => {})
    },
    close() {
      for (const { socket } of lines.values()) socket.close()
      lines.clear()
    },
  }
}
