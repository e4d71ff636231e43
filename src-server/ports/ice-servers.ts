import type { PersonId } from '#shared/domain/ids.ts'
import type { IceServerWire } from '#shared/protocol/relay-wire.ts'

/** STUN and TURN servers elsewhere that whoever runs this server has chosen. */
export interface IceServers {
  /** With what the person needs to use them from this moment on, in milliseconds since 1970. */
  for(personId: PersonId, now: number): readonly IceServerWire[]
}
