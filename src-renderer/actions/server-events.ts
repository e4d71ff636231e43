import type { RoomId } from '#shared/domain/ids.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import { applyChange, applyReactions, missingChanges } from '../state/changes.ts'
import { addNewestPage, addNotice, type Conversation } from '../state/conversation.ts'
import { changeConversation } from '../state/store.ts'
import { removeTypist } from '../state/typing.ts'
import { noteArrival } from './attention.ts'
import { fillGap } from './catch-up.ts'
import type { ActionContext, Session } from './context.ts'
import { handleTyping } from './typing.ts'

/** Writes what the server tells into what is known. */
export function handleServerEvents(context: ActionContext, session: Session): void {
  const { store } = context
  const { connection, scope } = session
  const change = changeWith(context, session)
  scope.add(connection.on('rooms:list', (rooms) => store.setState({ rooms })))
  scope.add(
    connection.on('room:users', (people) =>
      store.setState(({ typists }) => ({
        people,
        typists: typists.filter((typist) => people.some(({ id }) => id === typist.id)),
      })),
    ),
  )
  scope.add(
    connection.on('chat:history', (page) => {
      const roomId = page[0]?.roomId ?? session.entering[0] ?? session.room
      if (roomId) changeConversation(store, roomId, (known) => addNewestPage(known, page))
    }),
  )
  scope.add(
    connection.on('chat:message', (message) => {
      if (message.type === 'system') {
        changeConversation(store, message.roomId, (known) => addNotice(known, message))
        return
      }
      change(message.roomId, (known) => applyChange(known, message))
      noteAuthor(context, session, message)
    }),
  )
  scope.add(
    connection.on('chat:changed', (message) =>
      change(message.roomId, (known) => applyChange(known, message)),
    ),
  )
  scope.add(
    connection.on('chat:reaction:update', (update) =>
      change(update.roomId, (known) => applyReactions(known, update)),
    ),
  )
  scope.add(connection.on('chat:typing', (told) => handleTyping(context, told)))
}

/** Applies a numbered change, and fetches what its number shows to be missing. */
const changeWith =
  (context: ActionContext, session: Session) =>
  (roomId: RoomId, apply: (known: Conversation) => Conversation): void => {
    changeConversation(context.store, roomId, apply)
    const conversation = context.store.getState().conversations.get(roomId)
    // While the room is being entered, what follows the joining asks for everything anyway.
    if (conversation && missingChanges(conversation) > 0 && session.room === roomId) {
      void fillGap(context, session, roomId)
    }
  }

/** Whoever said something is not typing it any more, and it is new or seen. */
function noteAuthor(
  context: ActionContext,
  session: Session,
  { roomId, userId }: EventPayload<'chat:message'> & { type: 'text' },
): void {
  const { store } = context
  store.setState(({ typists }) => ({ typists: removeTypist(typists, userId) }))
  if (session.room === roomId) noteArrival(context, roomId)
}
