import type { RoomId } from '#shared/domain/ids.ts'
import type { AppState } from './app-state.ts'
import { selectRooms } from './selectors.ts'
import { byNewest, type Summary } from './summaries.ts'

/** The direct conversations to list, newest first; the open one even before anything was said in it. */
export function selectDirects(state: AppState): readonly Summary[] {
  const { summaries, openRoom } = state
  if (summaries !== lastDirects.summaries || openRoom !== lastDirects.openRoom) {
    const list = [...summaries.values()].filter(
      ({ withId, isHidden, lastMessage, roomId }) =>
        withId !== null && (roomId === openRoom || (!isHidden && lastMessage !== null)),
    )
    lastDirects = { summaries, openRoom, list: list.toSorted(byNewest) }
  }
  return lastDirects.list
}

let lastDirects: {
  readonly summaries: AppState['summaries'] | null
  readonly openRoom: RoomId | null
  readonly list: readonly Summary[]
} = { summaries: null, openRoom: null, list: [] }

/** The conversations from top to bottom as the left column shows them. */
export const conversationOrder = (state: AppState): readonly RoomId[] => [
  ...selectRooms(state)
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id }) => id),
  ...selectDirects(state).map(({ roomId }) => roomId),
]
