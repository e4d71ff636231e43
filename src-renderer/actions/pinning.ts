import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { applyChange } from '../state/changes.ts'
import { findMessage } from '../state/conversation.ts'
import { withChanged, type Pins } from '../state/pins.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { isCurrent } from './session.ts'

/** Pins a message for everybody, or takes the pin away. */
export async function togglePin(
  context: ActionContext,
  roomId: RoomId,
  messageId: MessageId,
): Promise<void> {
  const { store, current } = context
  const state = store.getState()
  const pins = state.pins.get(roomId)
  const listed = pins?.phase === 'ready' ? pins.messages : []
  const message =
    findMessage(state.conversations.get(roomId), messageId) ??
    listed.find(({ id }) => id === messageId)
  if (!message) return
  const on = message.pin === null
  const answer = await current.session?.connection.call('chat:pin', { messageId, on })
  if (!answer?.ok) {
    const why = asSentence(answer?.error.message ?? 'There is no connection to the server')
    return showNotice(context, `${on ? 'Not pinned' : 'Still pinned'}. ${why}`, 'problem')
  }
  const changed = answer.value.message
  if (store.getState().conversations.has(roomId)) {
    changeConversation(store, roomId, (known) => applyChange(known, changed))
  }
  const after = withChanged(store.getState().pins.get(roomId), changed)
  if (after) setPins(context, roomId, after)
  showNotice(context, on ? 'Message pinned' : 'Message unpinned', 'success')
}

/** Asks what is pinned; what is known of it stays on the screen meanwhile. */
export async function loadPins(context: ActionContext, roomId: RoomId): Promise<void> {
  const { session } = context.current
  if (!session) return
  const isKnown = context.store.getState().pins.get(roomId)?.phase === 'ready'
  if (!isKnown) setPins(context, roomId, { phase: 'loading' })
  const answer = await session.connection.call('chat:pins', { roomId })
  if (!isCurrent(context, session)) return
  if (answer.ok) return setPins(context, roomId, { phase: 'ready', ...answer.value })
  const reason = asSentence(answer.error.message)
  if (!isKnown) setPins(context, roomId, { phase: 'failed', reason })
}

const setPins = ({ store }: ActionContext, roomId: RoomId, next: Pins): void =>
  store.setState(({ pins }) => ({ pins: new Map(pins).set(roomId, next) }))
