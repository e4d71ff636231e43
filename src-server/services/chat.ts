import type { MessageId } from '#shared/domain/ids.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { createAccess } from './access.ts'
import { createChangeMessage } from './change-message.ts'
import { createHistory } from './history.ts'
import { createReact } from './react.ts'
import { createRoomOrder } from './room-order.ts'
import type { Rooms } from './rooms.ts'
import { createSay } from './say.ts'
import { createTyping } from './typing.ts'

export type Chat = ReturnType<typeof createChat>

/** The conversation of a room: everything that can be done in it. */
export function createChat(deps: {
  readonly rooms: Rooms
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly newMessageId: () => MessageId
}) {
  // One order for all kinds of change, because they share the numbers of the room.
  const shared = { ...deps, access: createAccess(deps), order: createRoomOrder() }
  return {
    say: createSay(shared),
    react: createReact(shared),
    typing: createTyping(shared),
    ...createHistory(shared),
    ...createChangeMessage(shared),
  }
}
