import { directIdOf } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { changeSummary } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { handleNewConversation } from './conversation-events.ts'
import { fallbackRoom } from './fallback-room.ts'
import { showNotice } from './notices.ts'
import { openConversation } from './open-conversation.ts'
import { isCurrent } from './session.ts'

/** Opens the conversation with somebody, before anything was said in it as well. */
export async function openDirect(context: ActionContext, personId: PersonId): Promise<void> {
  const { store, current } = context
  const { session } = current
  const { me, summaries, link } = store.getState()
  if (!session || !me || me.id === personId) return
  const roomId = directIdOf(me.id, personId)
  // Without a line nothing can be asked, and what is written waits.
  if (summaries.has(roomId) || link.phase !== 'online') return openKnown(context, roomId)
  const opened = await session.connection.call('direct:open', { userId: personId })
  if (!isCurrent(context, session)) return
  if (!opened.ok) return showNotice(context, asSentence(opened.error.message), 'problem')
  handleNewConversation(context, opened.value.conversation)
  await openConversation(context, roomId)
}

async function openKnown(context: ActionContext, roomId: RoomId): Promise<void> {
  changeSummary(context.store, roomId, (known) => known)
  await openConversation(context, roomId)
}

/** Takes a direct conversation off the list, until something is said in it. */
export async function hideDirect(context: ActionContext, roomId: RoomId): Promise<void> {
  const { store, current } = context
  const { openRoom, presentRoom, rooms } = store.getState()
  const setHidden = (isHidden: boolean): void =>
    changeSummary(store, roomId, (known) => ({ ...known, isHidden }))
  setHidden(true)
  if (openRoom === roomId) void openConversation(context, presentRoom ?? fallbackRoom(rooms))
  const hidden = await current.session?.connection.call('direct:hide', { roomId })
  if (hidden?.ok) return
  setHidden(false)
  const why = asSentence(hidden?.error.message ?? 'There is no connection to the server')
  showNotice(context, `It stays on the list. ${why}`, 'problem')
}
