import type { RoomId, SessionId } from '#shared/domain/ids.ts'
import type { EventName, EventPayload } from '#shared/protocol/maps.ts'

export interface RoomAudience {
  /** Everybody who is subscribed to the room but this session. */
  readonly except?: SessionId
}

/** Tells connected sessions something. Events to one session arrive in the order of the calls. */
export interface Broadcaster {
  toRoom<Name extends EventName>(
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
  /** Everybody who is connected to this instance, when there are several. */
  toOwn<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  toSession<Name extends EventName>(
    sessionId: SessionId,
    name: Name,
    payload: EventPayload<Name>,
  ): void
  /** From now on the session hears what goes to the room. */
  subscribe(sessionId: SessionId, roomId: RoomId): void
  unsubscribe(sessionId: SessionId, roomId: RoomId): void
}
