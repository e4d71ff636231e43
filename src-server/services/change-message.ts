import type { MessageId } from '#shared/domain/ids.ts'
import type { TextMessage } from '#shared/domain/messages.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { noSuchMessage, type Access } from './access.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { RoomOrder } from './room-order.ts'
import type { Session } from './session.ts'
import { toTextMessageWire } from './wire.ts'

export interface EditRequest {
  readonly messageId: MessageId
  readonly text: string
}

export interface DeleteRequest {
  readonly messageId: MessageId
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

/** Changing what one said oneself: another text, or nothing at all. */
export function createChangeMessage(deps: {
  readonly access: Access
  readonly order: RoomOrder
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
}) {
  const { access, order, messages, broadcaster, clock } = deps

  async function ownMessage(
    session: Session,
    messageId: MessageId,
  ): Promise<Outcome<TextMessage, Refusals>> {
    const found = await access.toMessage(session, messageId)
    if (!found.ok) return found
    const { person, message } = found.value
    return message.author.id === person.id
      ? succeed(message)
      : refuse('forbidden', 'Only its author can change a message')
  }

  const tell = (message: TextMessage): void =>
    broadcaster.toRoom(message.roomId, 'chat:changed', toTextMessageWire(message))

  return {
    /** The text that it has already is no change: nobody hears of it, and it is not "edited". */
    async edit(
      session: Session,
      { messageId, text }: EditRequest,
    ): Promise<Outcome<ReplyValue<'chat:edit'>, Refusals>> {
      const own = await ownMessage(session, messageId)
      if (!own.ok) return own
      if (own.value.text === text) return succeed({ message: toTextMessageWire(own.value) })
      const edited = await order.change(
        own.value.roomId,
        () => messages.edit(messageId, text, clock.now()),
        (message) => {
          if (message) tell(message)
        },
      )
      return edited ? succeed({ message: toTextMessageWire(edited) }) : noSuchMessage()
    },

    async remove(
      session: Session,
      { messageId }: DeleteRequest,
    ): Promise<Outcome<ReplyValue<'chat:delete'>, Refusals>> {
      const own = await ownMessage(session, messageId)
      if (!own.ok) return own
      const removed = await order.change(
        own.value.roomId,
        () => messages.remove(messageId, clock.now()),
        (result) => {
          if (result?.changed) tell(result.message)
        },
      )
      return removed ? succeed({ message: toTextMessageWire(removed.message) }) : noSuchMessage()
    },
  }
}
