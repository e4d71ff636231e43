import type { RoomId } from '#shared/domain/ids.ts'

export interface TrimRequest {
  readonly roomId: RoomId
  /** Milliseconds since 1970: what was said before this moment goes. */
  readonly before: number
  /** What claims to be said later than this has a wrong time, and keeps nothing else from going. */
  readonly now: number
  /** Messages removed in one step. */
  readonly max: number
}

export interface Trimmed {
  /** `seq` up to which the conversation has no messages; 0 if it never lost any. */
  readonly upToSeq: number
  readonly removed: number
  /** There is more to remove. */
  readonly more: boolean
}

/** Removing what is older than the rules allow. Every verb may throw `Unavailable`. */
export interface RetentionStore {
  /**
   * Removes the oldest messages with everything that belongs to them: reactions, pins, what can be
   * found of them. It goes from the beginning of the conversation and stops at the first message that
   * is to stay, so that nothing is lost because a clock was wrong.
   */
  trim(request: TrimRequest): Promise<Trimmed>
  /** Every conversation of two people that was ever begun. */
  directs(): Promise<readonly RoomId[]>
  /**
   * The right to go through all conversations, for one instance at a time. Claiming again what one has
   * makes it last from now on.
   * @returns false while another instance has it
   */
  claim(forMs: number): Promise<boolean>
  /** Gives back what this instance has claimed. */
  release(): Promise<void>
}
