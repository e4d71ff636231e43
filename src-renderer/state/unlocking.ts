import type { RoomId } from '#shared/domain/ids.ts'

/** A room that lets in who knows its password. */
export interface Unlocking {
  readonly roomId: RoomId
  readonly isBusy: boolean
  /** One sentence, after a password that was not the one. */
  readonly problem: string | null
}
