import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { noSuchMessage, type Access } from './access.ts'
import type { Outcome } from './outcome.ts'
import type { RoomOrder } from './room-order.ts'
import type { Session } from './session.ts'
import { toTextMessageWire } from './wire.ts'

export interface SayRequest {
  readonly roomId: RoomId
  readonly text: string
  readonly clientId?: ClientId | undefined
  readonly replyTo?: MessageId | undefined
}

type SayOutcome = Outcome<ReplyValue<'chat:message'>, 'unauthorized' | 'forbidden' | 'not-found'>

/** Speaking: the room hears a message only after it is safe, and a repeated one not again. */
export function createSay(deps: {
  readonly access: Access
  readonly order: RoomOrder
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly newMessageId: () => MessageId
}) {
  const { access, order, messages, broadcaster, clock, newMessageId } = deps

  const isInRoom = async (id: MessageId, roomId: RoomId): Promise<boolean> =>
    (await messages.find(id))?.roomId === roomId

  return async function say(session: Session, request: SayRequest): Promise<SayOutcome> {
    const { roomId, text, clientId = null, replyTo = null } = request
    const author = await access.toRoom(session, roomId)
    if (!author.ok) return author
    if (replyTo && !(await isInRoom(replyTo, roomId))) return noSuchMessage()
    const { id, name } = author.value
    const { message, duplicate } = await order.change(
      roomId,
      () =>
        messages.append({
          id: newMessageId(),
          roomId,
          text,
          author: { id, name },
          createdAt: clock.now(),
          replyTo,
          clientId,
        }),
      (appended) => {
        if (appended.duplicate) return
        broadcaster.toRoom(roomId, 'chat:message', toTextMessageWire(appended.message))
      },
    )
    return succeed({ message: toTextMessageWire(message), duplicate })
  }
}
