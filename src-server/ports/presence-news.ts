import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Departure } from './presence-store.ts'

export interface Arrived {
  readonly roomId: RoomId
  readonly person: Person
}

export interface Place {
  readonly sessionId: SessionId
  readonly roomId: RoomId
}

/**
 * What happens to presence without a session of this instance having asked for it, when several
 * instances share a store: an instance dies, the store is lost and comes back. Told in order.
 */
export interface PresenceNews {
  /** Sessions of an instance that died, or that could not be taken out when they ended. */
  departed(departures: readonly Departure[]): void
  /** Nothing is left of these people: they were here with an instance that died. */
  vanished(people: readonly PersonId[]): void
  /** People of this instance who had been taken for gone, and are in their rooms again. */
  returned(arrivals: readonly Arrived[]): void
  /** Somebody else took the name while this session was taken for gone. */
  evicted(sessionId: SessionId): void
  /** A person got another name through another instance. */
  renamed(person: Person): void
  /** What other instances announced may not have reached these sessions. */
  missed(places: readonly Place[]): void
}
