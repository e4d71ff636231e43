import { otherOfDirect } from '#shared/domain/direct.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { findMessage } from '../state/conversation.ts'
import { forwardedText } from '../state/forwarding.ts'
import { serverOf } from '../state/link.ts'
import { selectName } from '../state/selectors.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { sendTo } from './outbox.ts'

/** Opens the choice of a conversation in which a message is to be said again. */
export const startForwarding = (
  { store }: ActionContext,
  roomId: RoomId,
  messageId: MessageId,
): void => store.setState({ forwarding: { roomId, messageId } })

export const cancelForwarding = ({ store }: ActionContext): void =>
  store.setState({ forwarding: null })

/** Says the chosen message again in another conversation. We stay where we are. */
export function forwardTo(context: ActionContext, roomId: RoomId): void {
  const { store } = context
  const state = store.getState()
  const { forwarding } = state
  const server = serverOf(state.link)
  const message =
    forwarding && findMessage(state.conversations.get(forwarding.roomId), forwarding.messageId)
  cancelForwarding(context)
  if (!message || !server) return
  const isDirect = state.me !== null && otherOfDirect(message.roomId, state.me.id) !== null
  // Where a private conversation took place is nobody else's business.
  const place = isDirect ? 'a direct message' : (selectName(state, message.roomId) ?? 'a room')
  const text = forwardedText(message, { place, origin: server.origin })
  const sent = text.ok ? sendTo(context, roomId, { text: text.value, replyTo: null }) : text
  const name = selectName(state, roomId) ?? 'the conversation'
  if (sent.ok) showNotice(context, `Forwarded to ${name}`, 'success')
  else showNotice(context, sent.error, 'problem')
}
