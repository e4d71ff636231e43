import { roomIdSchema } from '#shared/domain/ids.ts'
import type { ActionContext } from './context.ts'
import { openConversation } from './open-conversation.ts'
import { backToServer } from './view.ts'

/** Somebody clicked on a notification: they want to see what it was about. */
export function handleNotificationClick(context: ActionContext, tag: string): void {
  const roomId = roomIdSchema.safeParse(tag)
  if (!roomId.success || !context.current.session) return
  backToServer(context)
  void openConversation(context, roomId.data)
}
