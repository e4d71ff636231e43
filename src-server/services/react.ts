import type { Emoji } from '#shared/domain/emoji.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { REACTIONS_MAX_EMOJI, type Message } from '#shared/domain/messages.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import { unreachable } from '#shared/lib/unreachable.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { noSuchMessage, type Access } from './access.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { RoomOrder } from './room-order.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { toReactionWire } from './wire.ts'

export interface ReactRequest {
  readonly messageId: MessageId
  readonly emoji: Emoji
  readonly on?: boolean | undefined
}

type ReactOutcome = Outcome<
  ReplyValue<'chat:reaction'>,
  'unauthorized' | 'forbidden' | 'not-found' | 'conflict'
>

/** Reacting to a message of the room with an emoji, and taking it back. */
export function createReact(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly order: RoomOrder
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
}) {
  const { access, rules, order, messages, broadcaster } = deps

  const tell = ({ id, roomId, changeSeq, reactions }: Message): void =>
    broadcaster.toRoom(roomId, 'chat:reaction:update', {
      messageId: id,
      roomId,
      changeSeq,
      reactions: reactions.map(toReactionWire),
    })

  return async function react(
    session: Session,
    { messageId, emoji, on }: ReactRequest,
  ): Promise<ReactOutcome> {
    const found = await access.toMessage(session, messageId)
    if (!found.ok) return found
    const { person, message } = found.value
    const refusal = await rules.refuseChange(person, message.roomId)
    if (refusal) return fail(refusal)
    const outcome = await order.change(
      message.roomId,
      () => messages.react({ messageId, person, emoji, on, emojiMax: REACTIONS_MAX_EMOJI }),
      (result) => {
        if (result.kind === 'done' && result.changed) tell(result.message)
      },
    )
    switch (outcome.kind) {
      case 'done':
        return succeed({ messageId, reactions: outcome.message.reactions.map(toReactionWire) })
      case 'full':
        return refuse('conflict', `A message takes at most ${REACTIONS_MAX_EMOJI} different emoji`)
      case 'missing':
        return noSuchMessage()
      default:
        return unreachable(outcome)
    }
  }
}
