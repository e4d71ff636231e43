import type { RelayWire } from '#shared/protocol/relay-wire.ts'

/**
 * The way through the server's TCP port, as the browser wants it; null when there is none. Where the
 * server has not said its address it is the one by which it was reached. Behind TLS that leads to
 * something that does not know of it.
 *
 * @param origin of the server
 */
export function iceServerFor(origin: string, relay: RelayWire | null): RTCIceServer | null {
  const address = relay?.address ?? addressIn(origin)
  if (!relay || address === null) return null
  const { username, credential } = relay
  return { urls: `turn:${address}?transport=tcp`, username, credential }
}

function addressIn(origin: string): string | null {
  const { protocol, hostname, port } = new URL(origin)
  return protocol === 'http:' ? `${hostname}:${port || 80}` : null
}
