import type { MessageId, RoomId } from '#shared/domain/ids.ts'

/** A message to go to; the time tells two jumps to the same one apart. */
export interface JumpTarget {
  readonly roomId: RoomId
  readonly messageId: MessageId
  /** Milliseconds since 1970. */
  readonly at: number
}
