import type { RoomId } from '#shared/domain/ids.ts'
import type { KeptHistory, KeptServer } from '../platform/kept.ts'
import type { AppState } from '../state/app-state.ts'
import { emptyConversation, type Conversation } from '../state/conversation.ts'
import { serverOf } from '../state/link.ts'
import type { ActionContext, Session } from './context.ts'

/** A pause in what happens, in milliseconds: rare enough for the disk, soon enough for a crash. */
const KEEP_AFTER_MS = 1_500

const DAY_MS = 86_400_000

/** Conversations as they were when the server was last seen; what happened since is caught up. */
export function keptConversations(
  context: ActionContext,
  key: string,
): ReadonlyMap<RoomId, Conversation> {
  const { memory } = context.platform
  const rooms = new Map(memory.keptServer(key)?.rooms.map((room) => [room.id, room]))
  const conversations = new Map<RoomId, Conversation>()
  for (const [roomId, history] of memory.keptHistories(key)) {
    const days = rooms.get(roomId)?.retentionDays ?? null
    const messages = withoutExpired(history, days, context.now())
    if (messages.length > 0) conversations.set(roomId, fromKept(roomId, { ...history, messages }))
  }
  return conversations
}

/** What a room does not keep longer than some days is not kept here either. */
const withoutExpired = (
  { messages }: KeptHistory,
  days: number | null,
  now: number,
): KeptHistory['messages'] =>
  days === null ? messages : messages.filter(({ createdAt }) => now - createdAt < days * DAY_MS)

const fromKept = (
  roomId: RoomId,
  { messages, knownSeq, isAtStart }: KeptHistory,
): Conversation => ({
  ...emptyConversation(roomId),
  phase: 'ready',
  messages,
  knownSeq,
  heardSeq: knownSeq,
  isAtStart,
})

const waiting = new WeakMap<Session, () => void>()

/** Writes down what waits for a pause. */
export const keepHistoryNow = (session: Session): void => waiting.get(session)?.()

/** Writes down what can be read, some time after it changed, until the session ends. */
export function keepHistory(context: ActionContext, session: Session, key: string): void {
  const { store } = context
  let written = store.getState()
  let timer: ReturnType<typeof setTimeout> | null = null
  const write = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    const state = store.getState()
    // Another server may be shown already; what was here a moment ago is written down all the same.
    writeConversations(context, key, state, written)
    writeServer(context, key, state)
    written = state
  }
  const isOurs = (state: AppState): boolean =>
    serverOf(state.link)?.origin === session.server.origin && state.me !== null
  session.scope.add(
    store.subscribe((state, before) => {
      const isNews = state.conversations !== before.conversations || state.rooms !== before.rooms
      if (isNews && isOurs(state)) timer ??= setTimeout(write, KEEP_AFTER_MS)
    }),
  )
  const writeWaiting = (): void => {
    if (timer) write()
  }
  waiting.set(session, writeWaiting)
  session.scope.add(writeWaiting)
}

function writeConversations(
  { platform }: ActionContext,
  key: string,
  { conversations }: AppState,
  before: AppState,
): void {
  for (const conversation of conversations.values()) {
    const { roomId, messages, knownSeq, isAtStart, isLive } = conversation
    const former = before.conversations.get(roomId)?.messages ?? []
    const isSame = former === messages
    // The server has removed all that was here.
    if (messages.length === 0 && former.length > 0) platform.memory.forgetHistory(key, roomId)
    if (isSame || !isLive || knownSeq === null || messages.length === 0) continue
    const history = { messages: [...messages], knownSeq, isAtStart }
    platform.memory.rememberHistory(key, roomId, history)
  }
  for (const roomId of before.conversations.keys()) {
    if (!conversations.has(roomId)) platform.memory.forgetHistory(key, roomId)
  }
}

function writeServer({ platform }: ActionContext, key: string, state: AppState): void {
  const { link, me, openRoom, rooms, privateRooms, profiles, summaries } = state
  const server = serverOf(link)
  if (!server || !me || openRoom === null || !rooms) return
  const directs = [...summaries.values()].flatMap(({ withId }) => withId ?? [])
  const kept: KeptServer = {
    name: server.name,
    me,
    openRoom,
    rooms: [...rooms],
    privateRooms: [...privateRooms],
    profiles: directs.flatMap((id) => profiles.get(id) ?? []),
    summaries: [...summaries.values()],
  }
  platform.memory.rememberServer(key, kept)
}
