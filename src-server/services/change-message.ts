import type { MessageId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { noSuchMessage, type Access } from './access.ts'
import type { Audit } from './audit.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { RoomOrder } from './room-order.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { toMessageWire } from './wire.ts'

export interface EditRequest {
  readonly messageId: MessageId
  readonly text: string
}

export interface DeleteRequest {
  readonly messageId: MessageId
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

/** Changing what was said: giving one's own another text, taking back one's own or, with the right to it, another's. */
export function createChangeMessage(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly order: RoomOrder
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly audit: Audit
}) {
  const { access, rules, order, messages, broadcaster, clock, audit } = deps

  const tell = (message: Message): void =>
    broadcaster.toRoom(message.roomId, 'chat:changed', toMessageWire(message))

  /** What somebody deletes of others is written down, and never what it said. */
  async function noteDeletion(actor: Person, { author, roomId, seq }: Message): Promise<void> {
    if (author.id === actor.id) return
    const detail = `message ${seq}`
    await audit({ action: 'delete-message', actor, target: author, roomId, detail })
  }

  return {
    /** The text that it has already is no change: nobody hears of it, and it is not "edited". */
    async edit(
      session: Session,
      { messageId, text }: EditRequest,
    ): Promise<Outcome<ReplyValue<'chat:edit'>, Refusals>> {
      const found = await access.toMessage(session, messageId)
      if (!found.ok) return found
      const { person, message: before } = found.value
      if (before.author.id !== person.id) {
        return refuse('forbidden', 'Only its author can change a message')
      }
      if (before.type === 'call')
        return refuse('forbidden', 'The entry of a call cannot be changed')
      const refusal = await rules.refuseChange(person, before.roomId)
      if (refusal) return fail(refusal)
      if (before.text === text) return succeed({ message: toMessageWire(before) })
      const edited = await order.change(
        before.roomId,
        () => messages.edit(messageId, text, clock.now()),
        (message) => {
          if (message) tell(message)
        },
      )
      return edited ? succeed({ message: toMessageWire(edited) }) : noSuchMessage()
    },

    async remove(
      session: Session,
      { messageId }: DeleteRequest,
    ): Promise<Outcome<ReplyValue<'chat:delete'>, Refusals>> {
      const found = await access.toMessage(session, messageId)
      if (!found.ok) return found
      const { person, message } = found.value
      if (!(await rules.mayDelete(person, message))) {
        return refuse('forbidden', 'You may not delete this message')
      }
      const removed = await order.change(
        message.roomId,
        () => messages.remove(messageId, clock.now()),
        (result) => {
          if (result?.changed) tell(result.message)
        },
      )
      if (!removed) return noSuchMessage()
      if (removed.changed) await noteDeletion(person, message)
      return succeed({ message: toMessageWire(removed.message) })
    },
  }
}
