import type { CallId, PersonId } from '#shared/domain/ids.ts'
import type { Session } from './context.ts'
import { iceServerFor } from './ice-server.ts'

/**
 * By what the other device of a call may be reached where it is not directly, as the browser wants it:
 * this server, and those elsewhere that it names. Null when the server does not say.
 */
export async function findCallWays(
  { connection, server }: Pick<Session, 'connection' | 'server'>,
  of: { readonly to: PersonId; readonly callId: CallId },
): Promise<readonly RTCIceServer[] | null> {
  const asked = await connection.call('call:ways', of)
  if (!asked.ok) return null
  const { iceServers, relay } = asked.value
  const own = iceServerFor(server.origin, relay)
  const others = iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }))
  return own ? [own, ...others] : others
}
