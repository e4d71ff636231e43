import type { RoomId } from '#shared/domain/ids.ts'
import { HISTORY_ON_JOIN } from '#shared/protocol/limits.ts'
import { newestSeq, type Conversation, type Paging } from '../state/conversation.ts'
import { addNewerPage, addOlderPage } from '../state/paging.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import { noteShown } from './attention.ts'
import { fillGap, startOver } from './catch-up.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { isCurrent } from './session.ts'

/** Reads the page before the first known message. */
export async function loadOlder(
  context: ActionContext,
  roomId: RoomId,
  limit = HISTORY_ON_JOIN,
): Promise<void> {
  const { store, current } = context
  const { session } = current
  const conversation = store.getState().conversations.get(roomId)
  const oldest = conversation?.messages[0]
  if (!session || !conversation || !oldest || conversation.isAtStart) return
  if (conversation.older.phase === 'loading') return
  const { generation } = conversation
  const setOlder = (older: Paging): void => changeConversation(store, roomId, having({ older }))
  setOlder({ phase: 'loading' })
  const page = await session.connection.call('chat:history', { roomId, before: oldest.seq, limit })
  if (!isCurrent(context, session)) return
  if (!page.ok) return setOlder({ phase: 'failed', reason: asSentence(page.error.message) })
  changeConversation(store, roomId, (known) =>
    known.generation === generation ? addOlderPage(known, page.value) : known,
  )
}

/** Reads the page after the last known message of an old part, until it meets the newest. */
export async function loadNewer(context: ActionContext, roomId: RoomId): Promise<void> {
  const { store, current } = context
  const { session } = current
  const conversation = store.getState().conversations.get(roomId)
  if (!session || !conversation || conversation.isLive) return
  if (conversation.newer.phase === 'loading') return
  const { generation, heardSeq } = conversation
  const setNewer = (newer: Paging): void => changeConversation(store, roomId, having({ newer }))
  setNewer({ phase: 'loading' })
  const after = newestSeq(conversation)
  const page = await session.connection.call('chat:history', { roomId, after })
  if (!isCurrent(context, session)) return
  if (!page.ok) return setNewer({ phase: 'failed', reason: asSentence(page.error.message) })
  changeConversation(store, roomId, (known) =>
    known.generation === generation ? addNewerPage(known, page.value, heardSeq) : known,
  )
  await fillGap(context, session, roomId)
  noteShown(context, roomId)
}

const having =
  (change: Partial<Conversation>) =>
  (known: Conversation): Conversation => ({ ...known, ...change })

/** Leaves an old part for the newest messages. */
export async function goToNewest(context: ActionContext, roomId: RoomId): Promise<void> {
  const { store, current } = context
  const { session } = current
  const conversation = store.getState().conversations.get(roomId)
  if (!session || !conversation || conversation.isLive) return
  const isThere = await startOver(context, session, conversation)
  if (!isCurrent(context, session)) return
  if (!isThere) {
    return showNotice(context, 'The newest messages cannot be read now. Try again in a moment.')
  }
  await fillGap(context, session, roomId)
  noteShown(context, roomId)
}
