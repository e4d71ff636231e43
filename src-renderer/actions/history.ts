import type { RoomId } from '#shared/domain/ids.ts'
import { HISTORY_ON_JOIN, HISTORY_PAGE_MAX } from '#shared/protocol/limits.ts'
import { addOlderPage, type Conversation } from '../state/conversation.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { isCurrent } from './session.ts'

/** Pages read while looking for one old message: two thousand messages, some seconds at most. */
const PAGES_BACK_MAX = 20

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
  if (conversation.older.phase === 'loading' || session.room !== roomId) return
  const setOlder = (older: Conversation['older']): void =>
    changeConversation(store, roomId, (known) => ({ ...known, older }))
  setOlder({ phase: 'loading' })
  const page = await session.connection.call('chat:history', { roomId, before: oldest.seq, limit })
  if (!isCurrent(context, session)) return
  if (!page.ok) return setOlder({ phase: 'failed', reason: asSentence(page.error.message) })
  changeConversation(store, roomId, (known) => addOlderPage(known, page.value))
}

/**
 * Reads back until the message with this number is here.
 * @returns whether it is; if not, a notice said why
 */
export async function loadBackTo(
  context: ActionContext,
  roomId: RoomId,
  seq: number,
): Promise<boolean> {
  const conversation = (): Conversation | undefined =>
    context.store.getState().conversations.get(roomId)
  const oldest = (): number => conversation()?.messages[0]?.seq ?? Infinity
  for (let page = 0; page < PAGES_BACK_MAX && oldest() > seq; page += 1) {
    const before = oldest()
    await loadOlder(context, roomId, HISTORY_PAGE_MAX)
    if (oldest() === before) break
  }
  const isHere = conversation()?.messages.some((message) => message.seq === seq) ?? false
  if (!isHere) showNotice(context, 'That message is too far back to jump to. Scroll up to find it.')
  return isHere
}
