import type { Call, EndedCall, LiveCall, RingingCall } from '#shared/domain/call.ts'
import type { CallId, PersonId, RoomId } from '#shared/domain/ids.ts'

export interface CallsPageRequest {
  readonly filter: 'all' | 'missed'
  /** Those older than this one; null for the newest. Of one that is not known there are none. */
  readonly before: CallId | null
  readonly limit: number
}

/**
 * Calls between two people, those that are going on and those that are over. Durable: a call goes on
 * while a server restarts. One live call at most occupies a person, whatever happens at the same time,
 * and of several changes of one call each is made to what the one before has left. Every verb may throw
 * `Unavailable`.
 */
export interface CallStore {
  /**
   * Begins a call, unless one of those whom it would occupy is occupied.
   * @returns that one, and nothing has changed then; the caller's own where both have one
   */
  begin(call: RingingCall): Promise<LiveCall | null>
  /**
   * Puts `after` in the place of `before`. A call that has ended is over and waits for its entry.
   * @returns false, and changes nothing, when the call is no longer what it was `before`
   */
  change(before: LiveCall, after: Call): Promise<boolean>
  /** Keeps a call that never rang; it waits for its entry. */
  add(call: EndedCall): Promise<void>
  find(id: CallId): Promise<Call | null>
  /** The one that occupies the person (`occupiedBy`); there may be others, which lead into a group call. */
  liveOf(personId: PersonId): Promise<LiveCall | null>
  /** The people of all answered calls that lead into this group call, over or not, in no order. */
  peopleLetInto(groupId: RoomId): Promise<readonly PersonId[]>
  /** All of them, in no order. */
  live(): Promise<readonly LiveCall[]>
  /** Those that are over and have no entry in the conversation yet, in no order. */
  unwritten(): Promise<readonly EndedCall[]>
  noteWritten(id: CallId): Promise<void>
  /** Calls of the person that are over, by when they began, the newest first; of two the greater id. */
  list(personId: PersonId, page: CallsPageRequest): Promise<readonly EndedCall[]>
  /**
   * Forgets calls that began before this moment, have ended and have their entry, the oldest first.
   * @returns how many, `max` at most
   */
  forget(before: number, max: number): Promise<number>
}
