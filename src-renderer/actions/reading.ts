import type { RoomId } from '#shared/domain/ids.ts'
import { newestSeq } from '../state/conversation.ts'
import { forgetNew } from '../state/reading.ts'
import { summaryOf } from '../state/selectors.ts'
import { changeConversation, changeSummary } from '../state/store.ts'
import { readUpTo } from '../state/summaries.ts'
import type { ActionContext, Session } from './context.ts'

/** Long enough for a burst of messages to become one request, in milliseconds. */
const TELL_AFTER_MS = 400

/** Everything in the conversation was seen. The line above what was new stays for now. */
export function markRead(context: ActionContext, roomId: RoomId): void {
  const { store } = context
  const { conversations, me } = store.getState()
  const conversation = conversations.get(roomId)
  const { lastMessage, unread } = summaryOf(store.getState(), roomId)
  const shown = conversation?.isLive ? newestSeq(conversation) : 0
  const seq = Math.max(shown, lastMessage?.seq ?? 0)
  changeSummary(store, roomId, (known) => readUpTo(known, seq, [], me?.id))
  // What we said ourselves is nothing to tell anybody about.
  if (unread > 0) tellRead(context, roomId, seq)
}

/** Somebody says so without looking: nothing is pointed out any more either. */
export function markAsRead(context: ActionContext, roomId: RoomId): void {
  markRead(context, roomId)
  if (context.store.getState().conversations.has(roomId)) {
    changeConversation(context.store, roomId, forgetNew)
  }
}

interface Pending {
  readonly seqs: Map<RoomId, number>
  timer: ReturnType<typeof setTimeout> | null
}

const waiting = new WeakMap<Session, Pending>()

/** Tells the server, and through it our other devices and those who wrote. */
export function tellRead(context: ActionContext, roomId: RoomId, seq: number): void {
  const { session } = context.current
  if (!session) return
  const pending = waiting.get(session) ?? { seqs: new Map<RoomId, number>(), timer: null }
  waiting.set(session, pending)
  pending.seqs.set(roomId, Math.max(seq, pending.seqs.get(roomId) ?? 0))
  pending.timer ??= setTimeout(() => flush(session, pending), TELL_AFTER_MS)
}

/** What fails is told after the next time that the server says how far it believes we have read. */
function flush(session: Session, pending: Pending): void {
  pending.timer = null
  for (const [roomId, seq] of pending.seqs) {
    void session.connection.call('chat:read', { roomId, seq })
  }
  pending.seqs.clear()
}

/** What was read just before leaving is told at once. */
export function tellReadNow(session: Session): void {
  const pending = waiting.get(session)
  if (!pending?.timer) return
  clearTimeout(pending.timer)
  flush(session, pending)
}
