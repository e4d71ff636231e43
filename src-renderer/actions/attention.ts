import type { RoomId } from '#shared/domain/ids.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import type { AppState, Attention } from '../state/app-state.ts'
import { forgetNew, pointOutNew } from '../state/reading.ts'
import { selectConversation, summaryOf } from '../state/selectors.ts'
import { changeConversation, changeSummary } from '../state/store.ts'
import { withNewMessage } from '../state/summaries.ts'
import type { ActionContext } from './context.ts'
import { notifyOf } from './notify.ts'
import { markRead } from './reading.ts'

/** Whether the person sees the newest message of the open conversation. */
function isAttentive(state: AppState): boolean {
  const { attention, view } = state
  const conversation = selectConversation(state)
  const isNewestShown = conversation?.phase === 'ready' && conversation.isLive
  return isNewestShown && view.screen === 'server' && attention.isFocused && attention.isAtEnd
}

/** The window got or lost the focus, or its list reached or left the end. */
export function changeAttention(context: ActionContext, change: Partial<Attention>): void {
  const { store } = context
  const before = store.getState()
  store.setState({ attention: { ...before.attention, ...change } })
  const after = store.getState()
  const { openRoom } = after
  if (openRoom === null || isAttentive(before) === isAttentive(after)) return
  if (isAttentive(after)) markRead(context, openRoom)
  // Whoever turns away has seen what was new; scrolling up may be the search for its beginning.
  else if (change.isFocused === false) changeConversation(store, openRoom, forgetNew)
}

/** A message came: it is counted, and it was seen or there is something to point out. */
export function noteArrival(context: ActionContext, message: StoredMessageWire): void {
  const { store } = context
  const { roomId } = message
  changeSummary(store, roomId, (known) => withNewMessage(known, message, store.getState().me?.id))
  const isOpen = store.getState().openRoom === roomId
  if (!isOpen || !isAttentive(store.getState())) notifyOf(context, message)
  if (isOpen) noteShown(context, roomId)
}

/** The open conversation is complete on the screen: it was seen, or what is new gets its line. */
export function noteShown(context: ActionContext, roomId: RoomId): void {
  const { store } = context
  const state = store.getState()
  if (state.openRoom !== roomId) return
  if (isAttentive(state)) markRead(context, roomId)
  else changeConversation(store, roomId, (known) => pointOutNew(known, summaryOf(state, roomId)))
}

/** What came while nobody looked is pointed out before it counts as seen. */
export function pointOutMissed(context: ActionContext, roomId: RoomId): void {
  const summary = summaryOf(context.store.getState(), roomId)
  changeConversation(context.store, roomId, (known) =>
    // Nothing is left to find below a line that was drawn before a break.
    summary.unread === 0 ? forgetNew(known) : pointOutNew(known, summary),
  )
}
