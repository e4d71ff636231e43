import type { RoomId } from '#shared/domain/ids.ts'
import { applyChanges, giveUpMissing, hearOf, missingChanges } from '../state/changes.ts'
import type { Conversation } from '../state/conversation.ts'
import { restartWith } from '../state/paging.ts'
import { changeConversation } from '../state/store.ts'
import { noteShown } from './attention.ts'
import type { ActionContext, Session } from './context.ts'
import { isCurrent } from './session.ts'
import { handleTrimmed } from './trimming.ts'

/** A larger gap is not filled: what is above the newest page loads when somebody scrolls there. */
const GAP_WORTH_FILLING = 500

/**
 * Fetches what happened while we were away: new messages, edits, deletions and reactions. Called
 * when changes already arrive by themselves, so that nothing can fall between.
 *
 * @param lastSeq number of the newest change that the server has
 */
export async function catchUp(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  lastSeq: number,
): Promise<void> {
  changeConversation(context.store, roomId, (known) => hearOf(known, lastSeq))
  await fillGap(context, session, roomId)
  if (isCurrent(context, session)) noteShown(context, roomId)
}

const filling = new WeakMap<Session, Set<RoomId>>()

/** Asks for changes until none is missing that was heard of. */
export async function fillGap(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<void> {
  const rooms = filling.get(session) ?? new Set()
  filling.set(session, rooms)
  // Whoever is at it looks again after each page.
  if (rooms.has(roomId)) return
  rooms.add(roomId)
  try {
    while (await fillOnce(context, session, roomId));
  } finally {
    rooms.delete(roomId)
  }
}

/** @returns whether it is worth to look again */
async function fillOnce(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<boolean> {
  const conversation = context.store.getState().conversations.get(roomId)
  if (!conversation) return false
  const missing = missingChanges(conversation)
  const isNew = conversation.knownSeq === null || conversation.phase === 'loading'
  // An old part stays where somebody reads it; the way back from it reads everything anew.
  const isWorthIt = missing <= GAP_WORTH_FILLING || !conversation.isLive
  if (isNew || !isWorthIt) return startOver(context, session, conversation)
  if (missing === 0) return false
  const after = conversation.knownSeq ?? 0
  const page = await session.connection.call('chat:changes', { roomId, after })
  if (!page.ok || !isCurrent(context, session)) return false
  const cameFurther = page.value.upTo > after
  changeConversation(context.store, roomId, (known) =>
    cameFurther ? applyChanges(known, page.value) : giveUpMissing(known),
  )
  handleTrimmed(context, { roomId, upToSeq: page.value.trimmedUpTo })
  return cameFurther
}

/** Reads the newest page and forgets what is older than it; also the way back from an old part. */
export async function startOver(
  context: ActionContext,
  session: Session,
  { roomId, heardSeq }: Pick<Conversation, 'roomId' | 'heardSeq'>,
): Promise<boolean> {
  const page = await session.connection.call('chat:history', { roomId })
  if (!page.ok || !isCurrent(context, session)) return false
  changeConversation(context.store, roomId, (known) =>
    restartWith(known, page.value.messages, heardSeq),
  )
  return true
}
