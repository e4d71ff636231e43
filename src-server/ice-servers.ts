import { createHmac } from 'node:crypto'
import type { IcePlaces } from './ice-places.ts'
import type { IceServers } from './ports/ice-servers.ts'

/** Longer than any call, in seconds; each device of a call is given new ones when it looks for a way. */
const HOLD_FOR_S = 12 * 3_600

/**
 * Credentials that hold for a time, from a secret that this server shares with the TURN server, as coturn
 * has them with `use-auth-secret` (draft-uberti-behave-turn-rest).
 */
export function createIceServers({ stunUrls, turn }: IcePlaces): IceServers {
  return {
    for(personId, now) {
      const stun = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : []
      if (!turn) return stun
      const username = `${Math.floor(now / 1_000) + HOLD_FOR_S}:${personId}`
      const credential = createHmac('sha1', turn.secret).update(username).digest('base64')
      return [...stun, { urls: [...turn.urls], username, credential }]
    },
  }
}
