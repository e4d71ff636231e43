import type { RoomId } from '#shared/domain/ids.ts'
import { HISTORY_PAGE_MAX } from '#shared/protocol/limits.ts'
import {
  addMessages,
  addOlderPage,
  findGap,
  newestSeq,
  restartWith,
  type Conversation,
} from '../state/conversation.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext, Session } from './context.ts'
import { isCurrent } from './session.ts'

/** A larger gap is not filled: what is above the newest page loads when somebody scrolls there. */
const GAP_WORTH_FILLING = 500

/** Reads the page before the first known message. */
export async function loadOlder(context: ActionContext, roomId: RoomId): Promise<void> {
  const { store, current } = context
  const { session } = current
  const conversation = store.getState().conversations.get(roomId)
  const oldest = conversation?.messages[0]
  if (!session || !conversation || !oldest || conversation.isAtStart) return
  if (conversation.older.phase === 'loading' || session.room !== roomId) return
  const setOlder = (older: Conversation['older']): void =>
    changeConversation(store, roomId, (known) => ({ ...known, older }))
  setOlder({ phase: 'loading' })
  const page = await session.connection.call('chat:history', { roomId, before: oldest.seq })
  if (!isCurrent(context, session)) return
  if (!page.ok) return setOlder({ phase: 'failed', reason: asSentence(page.error.message) })
  changeConversation(store, roomId, (known) => addOlderPage(known, page.value))
}

const catchingUp = new WeakMap<Session, Set<RoomId>>()

/**
 * Fills what is missing between the known messages and the newest one. Called after (re)joining,
 * when new messages already arrive by themselves, so that nothing can fall between the two.
 *
 * @param lastSeq the newest message that the server has
 */
export async function catchUp(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  lastSeq: number,
): Promise<void> {
  const rooms = catchingUp.get(session) ?? new Set()
  catchingUp.set(session, rooms)
  if (rooms.has(roomId)) return
  rooms.add(roomId)
  try {
    while (await fillOneGap(context, session, roomId, lastSeq));
  } finally {
    rooms.delete(roomId)
  }
}

/** @returns whether it came further, so that it is worth to look again */
async function fillOneGap(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  lastSeq: number,
): Promise<boolean> {
  const conversation = context.store.getState().conversations.get(roomId)
  if (!conversation) return false
  const gap = findGap(conversation) ?? missingAtEnd(conversation, lastSeq)
  if (!gap && conversation.phase === 'ready') return false
  const isHopeless = !gap || gap.missing > GAP_WORTH_FILLING
  const page = await session.connection.call(
    'chat:history',
    isHopeless ? { roomId } : { roomId, after: gap.after, limit: HISTORY_PAGE_MAX },
  )
  if (!page.ok || !isCurrent(context, session)) return false
  const { messages } = page.value
  changeConversation(context.store, roomId, (known) =>
    isHopeless ? restartWith(known, messages) : addMessages(known, messages),
  )
  // A page that brings nothing new means that the server itself has the gap.
  return !isHopeless && messages.some(({ seq }) => seq === gap.after + 1)
}

function missingAtEnd(
  conversation: Conversation,
  lastSeq: number,
): { after: number; missing: number } | null {
  const newest = newestSeq(conversation)
  return newest < lastSeq ? { after: newest, missing: lastSeq - newest } : null
}
