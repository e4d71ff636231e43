import { serverOf } from './link.ts'
import { emptyConversation, type Conversation } from './conversation.ts'
import type { AppState } from './app-state.ts'
import { draftKey } from './drafts.ts'
import { countUnread } from './reading.ts'
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

/**
 * Whose names are mentions: everybody here and everybody who said something. The same list for the
 * same names, because each message is drawn again when it changes.
 */
export const selectMentionNames = (state: AppState): readonly string[] => {
  const conversation = selectConversation(state)
  if (conversation !== lastNames.conversation || state.people !== lastNames.people) {
    const here = state.people?.map(({ name }) => name) ?? []
    const authors = conversation?.messages.map(({ user }) => user) ?? []
    const names = [...new Set([...here, ...authors])].toSorted()
    const isSame = names.join('\n') === lastNames.names.join('\n')
    lastNames = {
      conversation,
      people: state.people,
      names: isSame ? lastNames.names : names,
    }
  }
  return lastNames.names
}

let lastNames: {
  readonly conversation: Conversation | null
  readonly people: AppState['people']
  readonly names: readonly string[]
} = { conversation: null, people: null, names: [] }

/** Messages that came while nobody looked at the window. */
export const selectUnread = (state: AppState): number => {
  const conversation = selectConversation(state)
  if (!conversation || state.attention.isFocused) return 0
  return countUnread(conversation, state.me?.id)
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
