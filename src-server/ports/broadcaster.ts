import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { EventName, EventPayload } from '#shared/protocol/maps.ts'

export interface RoomAudience {
  /** Everybody but this session. */
  readonly except?: SessionId
}

/** Tells connected sessions something. Events to one session arrive in the order of the calls. */
export interface Broadcaster {
  /** Whoever is in the room or follows it; of a direct conversation, all devices of both people. */
  toRoom<Name extends EventName>(
    roomId: RoomId,
    name: Name,
    payload: EventPayload<Name>,
    audience?: RoomAudience,
  ): void
  /** Only those who are in the room; of a direct conversation, all devices of both people. */
  toPresent<Name extends EventName>(
    roomId: RoomId,
    name: Name,
    payload: EventPayload<Name>,
    audience?: RoomAudience,
  ): void
  toAll<Name extends EventName>(
    name: Name,
    payload: EventPayload<Name>,
    audience?: RoomAudience,
  ): void
  /** Everybody who has come in, on whatever instance; not those who only look at the door. */
  toPeople<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** Everybody who is connected to this instance, when there are several. */
  toOwn<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** One session of this instance. */
  toSession<Name extends EventName>(
    sessionId: SessionId,
    name: Name,
    payload: EventPayload<Name>,
  ): void
  /** One session, on whatever instance; nobody when it is not connected any more. */
  toDevice<Name extends EventName>(
    sessionId: SessionId,
    name: Name,
    payload: EventPayload<Name>,
  ): void
  /** All devices of a person, on whatever instance. */
  toPerson<Name extends EventName>(
    personId: PersonId,
    name: Name,
    payload: EventPayload<Name>,
    audience?: RoomAudience,
  ): void
  /** From now on the session hears what goes to the person, and to people at all. */
  identify(sessionId: SessionId, personId: PersonId): void
  /** The session is in the room from now on. */
  subscribe(sessionId: SessionId, roomId: RoomId): void
  unsubscribe(sessionId: SessionId, roomId: RoomId): void
  /** The session hears what is said in the room, wherever it is. */
  follow(sessionId: SessionId, roomId: RoomId): void
  unfollow(sessionId: SessionId, roomId: RoomId): void
}
