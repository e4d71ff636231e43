import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { succeed, type Result } from '#shared/lib/result.ts'
import type { CallFailure } from '../client/call-failure.ts'
import type { AppState } from '../state/app-state.ts'
import { hearOf } from '../state/changes.ts'
import { conversationOrder } from '../state/conversations-list.ts'
import { forgetNew } from '../state/reading.ts'
import { summaryOf } from '../state/selectors.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import { noteShown, pointOutMissed } from './attention.ts'
import { catchUp, fillGap, startOver } from './catch-up.ts'
import type { ActionContext, Session } from './context.ts'
import { showNotice } from './notices.ts'
import { flushOutbox } from './outbox.ts'
import { loadReceipts } from './receipts.ts'
import { enterRoom, isCurrent } from './session.ts'

/**
 * Shows a conversation, at once with what is known of it, and reads what is missing. A room is
 * entered as well, to be seen in it; a direct conversation leaves us in the room that we are in.
 */
export async function openConversation(
  context: ActionContext,
  roomId: RoomId,
  password?: string,
): Promise<void> {
  const { store, current } = context
  const { session } = current
  const { openRoom: previous, presentRoom } = store.getState()
  store.setState(({ view }) => ({ view: { ...view, drawer: null } }))
  if (!session || roomId === previous) return
  show(context, roomId, previous)
  const { memory } = context.platform
  const isDirect = isReservedForDirect(roomId)
  memory.rememberDirect(session.server.origin, isDirect ? roomId : null)
  if (isDirect) return readUp(context, session, roomId)
  memory.rememberRoom(session.server.origin, roomId)
  if (roomId === presentRoom && session.room === roomId) return readUp(context, session, roomId)
  store.setState({ presentRoom: roomId, people: null })
  // What is known is brought up to date while the room is being entered.
  if (isKnown(context, roomId)) void readUp(context, session, roomId)
  const entered = await enter(context, session, roomId, password)
  if (entered.ok) closeLock(context, roomId)
  else goBack(context, { from: roomId, to: previous, presentRoom }, entered.error)
}

/** Puts a conversation on the screen. */
function show(context: ActionContext, roomId: RoomId, previous: RoomId | null): void {
  const { store } = context
  store.setState(({ attention }) => ({
    openRoom: roomId,
    jump: null,
    typists: [],
    editing: null,
    attention: { ...attention, isAtEnd: true },
  }))
  if (previous !== null && isHere(context, previous)) {
    changeConversation(store, previous, forgetNew)
  }
  changeConversation(store, roomId, (known) => ({ ...known, lastChange: 'newer' }))
  pointOutMissed(context, roomId)
}

/** A room that was deleted a moment ago is not. */
const isHere = ({ store }: ActionContext, roomId: RoomId): boolean =>
  store.getState().conversations.has(roomId)

const isKnown = ({ store }: ActionContext, roomId: RoomId): boolean =>
  (store.getState().conversations.get(roomId)?.knownSeq ?? null) !== null

/** Reads what is missing of a conversation that arrives by itself. */
async function readUp(context: ActionContext, session: Session, roomId: RoomId): Promise<void> {
  if (!session.isFollowing) return
  const { store } = context
  const { countedSeq } = summaryOf(store.getState(), roomId)
  changeConversation(store, roomId, (known) => hearOf(known, countedSeq))
  const conversation = store.getState().conversations.get(roomId)
  // Whoever comes again wants to see the newest, and not where they were looking something up.
  if (conversation && !conversation.isLive) await startOver(context, session, conversation)
  await fillGap(context, session, roomId)
  if (!isCurrent(context, session)) return
  noteShown(context, roomId)
  void loadReceipts(context, roomId)
}

/** Lets others see us in a room. Without a line, coming back enters whatever room is wanted then. */
async function enter(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  password: string | undefined,
): Promise<Result<null, CallFailure>> {
  const { store } = context
  if (store.getState().link.phase !== 'online') return succeed(null)
  const joined = await enterRoom(context, session, roomId, password)
  if (!isCurrent(context, session)) return succeed(null)
  if (!joined.ok) return joined.error.code === 'offline' ? succeed(null) : joined
  store.setState({ me: joined.value.you })
  void flushOutbox(context, session)
  void loadReceipts(context, roomId)
  await catchUp(context, session, roomId, joined.value.lastSeq)
  return succeed(null)
}

/** The room cannot be entered: says why, and shows what was there before. */
function goBack(
  context: ActionContext,
  about: {
    readonly from: RoomId
    readonly to: RoomId | null
    readonly presentRoom: RoomId | null
  },
  error: CallFailure,
): void {
  const { store } = context
  // Clicks may be faster than the server: only the conversation chosen last counts.
  if (store.getState().openRoom !== about.from) return
  if (isAboutPassword(store.getState(), error)) askForPassword(context, about.from, error)
  else showNotice(context, asSentence(error.message), 'problem')
  store.setState({ presentRoom: about.presentRoom })
  if (about.to !== null) store.setState({ openRoom: about.to })
}

/** A wrong password, or none; too many tries are told where the password is asked for. */
const isAboutPassword = ({ unlocking }: AppState, { code }: CallFailure): boolean =>
  code === 'password-required' || (code === 'rate-limited' && unlocking !== null)

/** The first time it is no fault not to know the password. */
const askForPassword = ({ store }: ActionContext, roomId: RoomId, error: CallFailure): void =>
  store.setState(({ unlocking }) => ({
    unlocking: {
      roomId,
      isBusy: false,
      problem: unlocking?.roomId === roomId ? asSentence(error.message) : null,
    },
  }))

const closeLock = ({ store }: ActionContext, roomId: RoomId): void =>
  store.setState(({ unlocking }) => (unlocking?.roomId === roomId ? { unlocking: null } : {}))

export const cancelUnlock = ({ store }: ActionContext): void => store.setState({ unlocking: null })

/** Tries a password on the room that asks for one. */
export async function unlockRoom(context: ActionContext, password: string): Promise<void> {
  const { store } = context
  const { unlocking } = store.getState()
  if (!unlocking || unlocking.isBusy) return
  store.setState({ unlocking: { ...unlocking, isBusy: true, problem: null } })
  await openConversation(context, unlocking.roomId, password)
}

/** Opens the conversation above or below the open one, around the ends. */
export function openNeighbour(context: ActionContext, step: 1 | -1): void {
  const state = context.store.getState()
  const order = conversationOrder(state)
  if (order.length === 0) return
  const index = order.findIndex((id) => id === state.openRoom)
  const next = order[(index + step + order.length) % order.length]
  if (next !== undefined) void openConversation(context, next)
}
