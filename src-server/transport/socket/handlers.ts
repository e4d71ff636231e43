import type { Chat } from '../../services/chat.ts'
import type { Rooms } from '../../services/rooms.ts'
import type { Handlers } from './dispatcher.ts'

/** From the rows of the table to the verbs of the services. A row without a line does not compile. */
export const createHandlers = (services: {
  readonly rooms: Rooms
  readonly chat: Chat
}): Handlers => ({
  'room:join': services.rooms.join,
  'room:leave': services.rooms.leave,
  'chat:message': services.chat.say,
  'chat:history': services.chat.history,
  'chat:changes': services.chat.changes,
  'chat:edit': services.chat.edit,
  'chat:delete': services.chat.remove,
  'chat:reaction': services.chat.react,
  'chat:typing': services.chat.typing,
})
