import type { MessageId, RoomId } from '#shared/domain/ids.ts'

/** A message of ours that is being given another text. One at a time. */
export interface Editing {
  readonly roomId: RoomId
  readonly messageId: MessageId
  readonly text: string
  readonly isSaving: boolean
  /** Why the last attempt to save failed, as a sentence. */
  readonly problem: string | null
}

/** A message of ours that is about to be deleted, once that was confirmed. */
export interface Deleting {
  readonly roomId: RoomId
  readonly messageId: MessageId
  readonly isBusy: boolean
  readonly problem: string | null
}
