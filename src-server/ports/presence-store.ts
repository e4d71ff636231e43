import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'

export interface NameClaim {
  readonly sessionId: SessionId
  readonly person: Person
  /** From `nameKeys`: two names conflict when they share any of them. */
  readonly keys: readonly string[]
  /** Whether the person begins hidden; who is here already stays as they are. */
  readonly isHidden: boolean
}

/** Somebody who is here, in a room or not. */
export interface Here {
  /** Connected sessions that have claimed the name. */
  readonly sessions: number
  /** At least one of them is in use. */
  readonly isActive: boolean
}

/** Somebody's last session went out of a room, or only one of several. */
export interface Departure {
  readonly roomId: RoomId
  readonly person: Person
  /** True exactly once per stay: no other session of the person is left in the room. */
  readonly wasLast: boolean
}

interface Arrival {
  /** True exactly once per stay: the person was not in the room with another session. */
  readonly isFirst: boolean
  /** The room that the session was in before. */
  readonly left: Departure | null
}

/**
 * Who is here now. Ephemeral: nothing in it survives a restart, and nothing has to.
 * Hidden people are in no list of a room and in no count, and come and go without being first or last.
 * Each verb is one atomic step, so that joining from two devices at once cannot announce twice.
 */
export interface PresenceStore {
  /**
   * Takes the name for the person, in place of the person's former one, and counts the session as
   * one of the person's. Claiming the same name again always succeeds.
   *
   * @returns false, and changes nothing, when somebody else who is here has one of the keys
   */
  claimName(claim: NameClaim): Promise<boolean>
  /** The session must have claimed a name before. Leaves the former room in the same step. */
  enterRoom(sessionId: SessionId, roomId: RoomId): Promise<Arrival>
  leaveRoom(sessionId: SessionId): Promise<Departure | null>
  /** Leaves the room, and frees the name when it was the person's last session. */
  dropSession(sessionId: SessionId): Promise<Departure | null>
  /** A session is in use until it says otherwise. @returns whether the person became active or idle by it */
  setActive(sessionId: SessionId, isActive: boolean): Promise<boolean>
  /**
   * Hides somebody who is here, or shows them again.
   * @returns the rooms out of which, or into which, the person went for everybody else
   */
  setHidden(personId: PersonId, isHidden: boolean): Promise<readonly RoomId[]>
  /** Everybody who is here, hidden people too. */
  everybody(): Promise<ReadonlyMap<PersonId, Here>>
  find(personId: PersonId): Promise<Here | null>
  /** Everybody once, however many devices, sorted by name. */
  peopleIn(roomId: RoomId): Promise<readonly Person[]>
  /** The rooms that the person is in with any session. */
  roomsOf(personId: PersonId): Promise<readonly RoomId[]>
  /** People in each room; rooms without anybody may be missing. */
  counts(): Promise<ReadonlyMap<RoomId, number>>
  /** People in any room, each once. */
  total(): Promise<number>
}
