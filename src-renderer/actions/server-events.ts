import type { RoomId } from '#shared/domain/ids.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import { addMessages, addNewestPage, addNotice, newestSeq } from '../state/conversation.ts'
import { changeConversation } from '../state/store.ts'
import type { ActionContext, Session } from './context.ts'
import { catchUp } from './history.ts'

/** Writes what the server tells into what is known. */
export function handleServerEvents(context: ActionContext, session: Session): void {
  const { store } = context
  const { connection, scope } = session
  scope.add(connection.on('rooms:list', (rooms) => store.setState({ rooms })))
  scope.add(connection.on('room:users', (people) => store.setState({ people })))
  scope.add(
    connection.on('chat:history', (page) => {
      const roomId = page[0]?.roomId ?? session.entering[0] ?? session.room
      if (roomId) changeConversation(store, roomId, (known) => addNewestPage(known, page))
    }),
  )
  scope.add(connection.on('chat:message', (message) => handleMessage(context, session, message)))
}

function handleMessage(
  context: ActionContext,
  session: Session,
  message: EventPayload<'chat:message'>,
): void {
  const { store } = context
  const { roomId } = message
  if (message.type === 'system') {
    changeConversation(store, roomId, (known) => addNotice(known, message))
    return
  }
  const before = knownSeq(context, roomId)
  changeConversation(store, roomId, (known) => addMessages(known, [message]))
  const isSkipping = before > 0 && message.seq > before + 1
  if (isSkipping && session.room === roomId) void catchUp(context, session, roomId, message.seq)
}

function knownSeq(context: ActionContext, roomId: RoomId): number {
  const conversation = context.store.getState().conversations.get(roomId)
  return conversation ? newestSeq(conversation) : 0
}
