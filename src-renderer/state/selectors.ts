import { serverOf } from './link.ts'
import { emptyConversation, type Conversation } from './conversation.ts'
import type { AppState } from './app-state.ts'
import { draftKey } from './drafts.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'

/** Reads that several features share. */

export const selectServer = (state: AppState) => serverOf(state.link)

export const selectOpenRoom = (state: AppState): RoomWire | null =>
  state.rooms?.find(({ id }) => id === state.openRoom) ?? null

export const selectConversation = (state: AppState): Conversation | null =>
  state.openRoom === null
    ? null
    : (state.conversations.get(state.openRoom) ?? loadingConversation(state.openRoom))

/** One object per room, because a selector that makes a new one each time would draw for ever. */
const loading = new Map<string, Conversation>()

function loadingConversation(roomId: Conversation['roomId']): Conversation {
  const known = loading.get(roomId) ?? emptyConversation(roomId)
  loading.set(roomId, known)
  return known
}

export const selectDraft = (state: AppState): string => {
  const server = serverOf(state.link)
  if (!server || state.openRoom === null) return ''
  return state.drafts[draftKey(server.origin, state.openRoom)] ?? ''
}

/** Everybody on the server: each is in one room. */
export const selectPeopleOnServer = (state: AppState): number =>
  state.rooms?.reduce((sum, room) => sum + room.users, 0) ?? 0

/** Whether the server that the window shows runs in this app. */
export const selectIsHosting = (state: AppState): boolean =>
  state.host !== null && state.host.phase !== 'off' && state.host.phase !== 'failed'
