import type { RoomId } from '#shared/domain/ids.ts'
import type { AppState, Attention } from '../state/app-state.ts'
import { countUnread, forgetNew, markRead, pointOutNew } from '../state/reading.ts'
import { changeConversation } from '../state/store.ts'
import type { ActionContext } from './context.ts'

const isAttentive = ({ attention }: AppState): boolean => attention.isFocused && attention.isAtEnd

/** The window got or lost the focus, or its list reached or left the end. */
export function changeAttention(context: ActionContext, change: Partial<Attention>): void {
  const { store } = context
  const before = store.getState()
  store.setState({ attention: { ...before.attention, ...change } })
  const after = store.getState()
  const { openRoom } = after
  if (openRoom === null || isAttentive(before) === isAttentive(after)) return
  changeConversation(store, openRoom, (known) => {
    if (known.phase === 'loading') return known
    // Whoever turns away has seen what was new; scrolling up may be the search for its beginning.
    return change.isFocused === false ? forgetNew(markRead(known)) : markRead(known)
  })
}

/** Something of somebody else arrived: it was seen, or there is something to point out. */
export function noteArrival(context: ActionContext, roomId: RoomId): void {
  const isSeen = isAttentive(context.store.getState())
  changeConversation(context.store, roomId, isSeen ? markRead : pointOutNew)
}

/** After a break everything is here; what came meanwhile is pointed out if there is anything. */
export function noteCaughtUp(context: ActionContext, roomId: RoomId): void {
  const { me } = context.store.getState()
  changeConversation(context.store, roomId, (known) => {
    if (known.phase === 'loading') return known
    const settled = countUnread({ ...known, readSeq: known.newAfterSeq }, me?.id) === 0
    const next = settled ? forgetNew(known) : known
    return isAttentive(context.store.getState()) || known.readSeq === null ? markRead(next) : next
  })
}
