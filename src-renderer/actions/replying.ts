import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { changeConversation } from '../state/store.ts'
import type { ActionContext } from './context.ts'

/** Makes the next message an answer to this one, or an ordinary one again. */
export const replyTo = (
  { store }: ActionContext,
  roomId: RoomId,
  messageId: MessageId | null,
): void => changeConversation(store, roomId, (known) => ({ ...known, replyingTo: messageId }))
