import type { RoomId } from '#shared/domain/ids.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { catchUp } from './catch-up.ts'
import { showNotice } from './notices.ts'
import { flushOutbox, settleOutbox } from './outbox.ts'
import { enterRoom, isCurrent } from './session.ts'
import { forgetNew } from '../state/reading.ts'
import { changeConversation } from '../state/store.ts'

/** Opens a room: shown at once with what is known of it, then joined. */
export async function joinRoom(context: ActionContext, roomId: RoomId): Promise<void> {
  const { store, current } = context
  const { session } = current
  const { openRoom: previous, link } = store.getState()
  store.setState(({ view }) => ({ view: { ...view, drawer: null } }))
  if (!session || roomId === previous) return
  store.setState(({ attention }) => ({
    openRoom: roomId,
    people: null,
    typists: [],
    editing: null,
    attention: { ...attention, isAtEnd: true },
  }))
  if (previous !== null) changeConversation(store, previous, forgetNew)
  changeConversation(store, roomId, (known) => ({ ...known, lastChange: 'newer' }))
  if (previous !== null) await settleOutbox(context, previous)
  // Without a line, the next rejoin enters whatever room is open then.
  if (link.phase !== 'online' || !isWanted(context, roomId)) return
  const joined = await enterRoom(context, session, roomId)
  if (!isCurrent(context, session)) return
  if (joined.ok) {
    if (!isWanted(context, roomId)) return
    store.setState({ me: joined.value.you })
    void catchUp(context, session, roomId, joined.value.lastSeq)
    void flushOutbox(context, session)
  } else if (joined.error.code !== 'offline' && isWanted(context, roomId)) {
    showNotice(context, asSentence(joined.error.message), 'problem')
    if (previous !== null && session.room === previous) store.setState({ openRoom: previous })
  }
}

/** Opens the room above or below the open one, around the ends. */
export function joinNeighbourRoom(context: ActionContext, step: 1 | -1): void {
  const { rooms, openRoom } = context.store.getState()
  if (!rooms || rooms.length === 0) return
  const index = rooms.findIndex(({ id }) => id === openRoom)
  const next = rooms[(index + step + rooms.length) % rooms.length]
  if (next) void joinRoom(context, next.id)
}

/** Clicks may be faster than the server: only the room chosen last counts. */
const isWanted = (context: ActionContext, roomId: RoomId): boolean =>
  context.store.getState().openRoom === roomId
