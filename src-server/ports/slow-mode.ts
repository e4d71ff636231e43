import type { PersonId, RoomId } from '#shared/domain/ids.ts'

/** When people spoke last where there are to be pauses, the same for all instances of a server. */
export interface SlowMode {
  /** @returns milliseconds until the person may speak again, 0 when that is now */
  waitFor(roomId: RoomId, personId: PersonId): Promise<number>
  /** The person speaks now, and again after so many seconds. */
  note(roomId: RoomId, personId: PersonId, seconds: number): Promise<void>
}
