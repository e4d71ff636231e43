import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RoomId } from '#shared/domain/ids.ts'
import { initialState, type AppState } from './app-state.ts'
import { emptyConversation, type Conversation } from './conversation.ts'
import { emptySummary, type Summary } from './summaries.ts'

export type AppStore = StoreApi<AppState>

export const createAppStore = (): AppStore => createStore<AppState>(() => initialState)

/** Changes one conversation, which is made when it is not known yet. */
export function changeConversation(
  store: AppStore,
  roomId: RoomId,
  change: (conversation: Conversation) => Conversation,
): void {
  store.setState(({ conversations }) => {
    const before = conversations.get(roomId) ?? emptyConversation(roomId)
    return { conversations: new Map(conversations).set(roomId, change(before)) }
  })
}

/** Changes what is known about one conversation, whether anybody told of it before or not. */
export function changeSummary(
  store: AppStore,
  roomId: RoomId,
  change: (summary: Summary) => Summary,
): void {
  store.setState(({ summaries, me }) => {
    const before = summaries.get(roomId)
    const after = change(before ?? emptySummary(roomId, me?.id))
    return after === before ? {} : { summaries: new Map(summaries).set(roomId, after) }
  })
}
