import type { RoomId } from '#shared/domain/ids.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import type { ConversationWire } from '#shared/protocol/wire.ts'
import type { AppState } from '../state/app-state.ts'
import { hearOf } from '../state/changes.ts'
import { selectRoom } from '../state/selectors.ts'
import { changeConversation, changeSummary } from '../state/store.ts'
import { summaryFrom } from '../state/summaries.ts'
import type { ActionContext } from './context.ts'
import { fallbackRoom } from './fallback-room.ts'
import { showNotice } from './notices.ts'
import { openConversation } from './open-conversation.ts'
import { handlePeople } from './profiles.ts'

/** There is a conversation more that we may read: a room, or somebody who wrote for the first time. */
export function handleNewConversation(context: ActionContext, wire: ConversationWire): void {
  const { store } = context
  if (wire.with) handlePeople(context, [wire.with])
  changeSummary(store, wire.roomId, (known) =>
    known.countedSeq > wire.lastSeq ? known : summaryFrom(wire),
  )
  if (store.getState().conversations.has(wire.roomId)) {
    changeConversation(store, wire.roomId, (known) => hearOf(known, wire.lastSeq))
  }
}

/** Another device of ours chose what to be told of, or took a conversation off the list. */
export const handleUpdated = (
  { store }: ActionContext,
  { roomId, notify, isHidden }: EventPayload<'conversation:updated'>,
): void => changeSummary(store, roomId, (known) => ({ ...known, notify, isHidden }))

/** A room is gone, or closed to us: nothing of it stays here, and whoever looked at it looks elsewhere. */
export function handleRoomDeleted(
  context: ActionContext,
  { roomId, reason }: EventPayload<'room:deleted'>,
): void {
  const { store } = context
  const state = store.getState()
  const name = selectRoom(state, roomId)?.name
  const { openRoom, presentRoom } = state
  store.setState(without(state, roomId))
  // The list of rooms may have come first, and then nobody knows the name any more.
  if (name !== undefined || openRoom === roomId) {
    const room = name === undefined ? 'The room that you were in' : `The room “${name}”`
    const end = reason === 'deleted' ? 'was deleted.' : 'is closed to you now.'
    showNotice(context, `${room} ${end}`)
  }
  if (openRoom !== roomId && presentRoom !== roomId) return
  const other = fallbackRoom(store.getState().rooms)
  store.setState({ presentRoom: presentRoom === roomId ? null : presentRoom })
  if (openRoom === roomId) void openConversation(context, other)
}

function without(state: AppState, roomId: RoomId): Partial<AppState> {
  const left = <Value>(map: ReadonlyMap<RoomId, Value>): ReadonlyMap<RoomId, Value> =>
    new Map([...map].filter(([id]) => id !== roomId))
  return {
    rooms: state.rooms?.filter(({ id }) => id !== roomId) ?? null,
    privateRooms: state.privateRooms.filter(({ id }) => id !== roomId),
    conversations: left(state.conversations),
    summaries: left(state.summaries),
    receipts: left(state.receipts),
    pins: left(state.pins),
    notes: left(state.notes),
    attaching: left(state.attaching),
  }
}
