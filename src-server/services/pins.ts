import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { PINS_MAX } from '#shared/domain/messages.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import { unreachable } from '#shared/lib/unreachable.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { noSuchMessage, type Access } from './access.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { RoomOrder } from './room-order.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { toMessageWire } from './wire.ts'

export interface PinRequest {
  readonly messageId: MessageId
  readonly on: boolean
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

/** Pinning messages where everybody finds them. */
export function createPins(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly order: RoomOrder
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
}) {
  const { access, rules, order, messages, broadcaster, clock } = deps

  return {
    async pin(
      session: Session,
      { messageId, on }: PinRequest,
    ): Promise<Outcome<ReplyValue<'chat:pin'>, Refusals | 'conflict'>> {
      const found = await access.toMessage(session, messageId)
      if (!found.ok) return found
      const { person, message } = found.value
      const { roomId } = message
      const refusal = await rules.refuseChange(person, roomId)
      if (refusal) return fail(refusal)
      if (!(await rules.mayPin(person, roomId))) {
        return refuse('forbidden', 'You may not pin messages here')
      }
      const by = { id: person.id, name: person.name }
      const pin = on ? { pinnedAt: clock.now(), by } : null
      const outcome = await order.change(
        roomId,
        () => messages.pin({ messageId, pin, pinsMax: PINS_MAX }),
        (result) => {
          if (result.kind !== 'done' || !result.changed) return
          broadcaster.toRoom(roomId, 'chat:changed', toMessageWire(result.message))
        },
      )
      switch (outcome.kind) {
        case 'done':
          return succeed({ message: toMessageWire(outcome.message) })
        case 'full':
          return refuse('conflict', `A conversation has at most ${PINS_MAX} pinned messages`)
        case 'missing':
          return noSuchMessage()
        default:
          return unreachable(outcome)
      }
    },

    async pins(
      session: Session,
      { roomId }: { readonly roomId: RoomId },
    ): Promise<Outcome<ReplyValue<'chat:pins'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      const pinned = await messages.pins(roomId)
      return succeed({ messages: pinned.map(toMessageWire) })
    },
  }
}
