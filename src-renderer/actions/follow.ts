import type { RoomId } from '#shared/domain/ids.ts'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import { succeed, type Result } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { ConversationWire } from '#shared/protocol/wire.ts'
import type { CallFailure } from '../client/call-failure.ts'
import type { AppState } from '../state/app-state.ts'
import { hearOf } from '../state/changes.ts'
import { emptyConversation, type Conversation } from '../state/conversation.ts'
import { withProfiles } from '../state/profiles.ts'
import { reconciled, summaryFrom, type Summary } from '../state/summaries.ts'
import { pointOutMissed } from './attention.ts'
import type { ActionContext, Session } from './context.ts'
import { tellRead } from './reading.ts'
import { enterRoom } from './session.ts'
import { handleTrimmed } from './trimming.ts'

/** What the server gave when it let us in. */
export interface Arrival {
  readonly joined: ReplyValue<'room:join'>
  readonly conversations: readonly ConversationWire[]
}

/**
 * Enters a room, to be seen in it, and follows all the others: from then on everything that this
 * person may read arrives by itself, and can be answered.
 */
export async function comeIn(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<Result<Arrival, CallFailure>> {
  const joined = await enterRoom(context, session, roomId)
  if (!joined.ok) return joined
  const followed = await session.connection.call('conversations:follow', undefined)
  if (!followed.ok) return followed
  return succeed({ joined: joined.value, conversations: followed.value.conversations })
}

/** Takes over what the server says about all conversations, after coming in or coming back. */
export function adoptConversations(
  context: ActionContext,
  told: readonly ConversationWire[],
): void {
  const { store } = context
  store.setState((state) => ({
    summaries: summariesFrom(state, told),
    conversations: conversationsAfter(state, told),
    profiles: withProfiles(
      state.profiles,
      told.flatMap((wire) => wire.with ?? []),
    ),
  }))
  for (const { roomId, trimmedUpTo } of told) {
    handleTrimmed(context, { roomId, upToSeq: trimmedUpTo })
  }
  const { summaries, openRoom } = store.getState()
  for (const { roomId, readSeq } of told) {
    const known = summaries.get(roomId)?.readSeq ?? 0
    if (known > readSeq) tellRead(context, roomId, known)
  }
  if (openRoom !== null) pointOutMissed(context, openRoom)
}

function summariesFrom(
  state: AppState,
  told: readonly ConversationWire[],
): ReadonlyMap<RoomId, Summary> {
  const summaries = new Map(
    told.map((wire) => {
      const known = state.conversations.get(wire.roomId)?.messages ?? []
      const before = state.summaries.get(wire.roomId)
      return [wire.roomId, reconciled(summaryFrom(wire), before, known)]
    }),
  )
  // A direct conversation that was opened and in which nothing was said yet is on nobody's list.
  const open = state.openRoom === null ? undefined : state.summaries.get(state.openRoom)
  if (open?.withId && !summaries.has(open.roomId)) summaries.set(open.roomId, open)
  return summaries
}

/** Says of each known conversation how far the server is, and forgets what cannot be read any more. */
function conversationsAfter(
  { conversations, openRoom }: AppState,
  told: readonly ConversationWire[],
): ReadonlyMap<RoomId, Conversation> {
  const lastSeqs = new Map(told.map(({ roomId, lastSeq }) => [roomId, lastSeq]))
  const kept = [...conversations.values()].filter(
    ({ roomId, outgoing }) =>
      lastSeqs.has(roomId) ||
      roomId === openRoom ||
      isReservedForDirect(roomId) ||
      outgoing.length > 0,
  )
  return new Map(
    kept.map((known) => {
      const lastSeq = lastSeqs.get(known.roomId)
      return [known.roomId, lastSeq === undefined ? known : toldOf(known, lastSeq)]
    }),
  )
}

/** Numbers never go back: this is another store, and what was known belongs to the old one. */
function toldOf(known: Conversation, lastSeq: number): Conversation {
  if (known.knownSeq === null) return known
  if (lastSeq >= known.knownSeq) return hearOf(known, lastSeq)
  return { ...emptyConversation(known.roomId), outgoing: known.outgoing }
}
