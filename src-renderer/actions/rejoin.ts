import type { RoomId } from '#shared/domain/ids.ts'
import type { ConnectionStatus } from '../client/server-connection.ts'
import { isClosedToUs, type CallFailure } from '../client/call-failure.ts'
import { asAnotherPerson } from '../state/another-person.ts'
import type { Link, LinkedServer } from '../state/link.ts'
import { asSentence } from './as-sentence.ts'
import { noteArrival, noteShown } from './attention.ts'
import { catchUpCall } from './call-events.ts'
import type { ActionContext, Session } from './context.ts'
import { catchUp, fillGap } from './catch-up.ts'
import { adoptConversations, comeIn, type Arrival } from './follow.ts'
import { flushOutbox } from './outbox.ts'
import { pause } from './pause.ts'
import { loadPeople } from './profiles.ts'
import { loadReceipts } from './receipts.ts'
import { askServerPassword } from './server-password.ts'
import { isCurrent } from './session.ts'
import { fallbackRoom } from './fallback-room.ts'
import { catchUpVoice } from './voice-events.ts'

/** When the server says "not now" without saying when, in milliseconds. */
const ASK_AGAIN_AFTER_MS = 2_000

/** Follows the line of the current session: shows how it is doing and comes back after a break. */
export function followStatus(context: ActionContext, session: Session): void {
  session.scope.add(
    session.connection.on('status', (status) => {
      if (isCurrent(context, session)) handleStatus(context, session, status)
    }),
  )
}

function handleStatus(context: ActionContext, session: Session, status: ConnectionStatus): void {
  const { server } = session
  if (status.phase === 'online') {
    void rejoin(context, session)
    return
  }
  session.room = null
  session.isFollowing = false
  context.store.setState({ link: linkFor(status, server), typists: [] })
  if (status.phase === 'locked') void unlock(context, session, status.message)
}

/** The server got another password while we were away. */
async function unlock(context: ActionContext, session: Session, message: string): Promise<void> {
  const password = await askServerPassword(context, session, message)
  if (password === null || !isCurrent(context, session)) return
  session.passwords.server = password
  session.connection.retryNow()
}

function linkFor(
  status: Exclude<ConnectionStatus, { phase: 'online' }>,
  server: LinkedServer,
): Link {
  switch (status.phase) {
    case 'offline':
      return { ...status, server }
    case 'ended':
    case 'locked':
      return { phase: 'refused', server, message: asSentence(status.message) }
    default:
      return { ...status, server }
  }
}

/** Enters the room again, fetches what was missed everywhere and sends what waited. */
async function rejoin(context: ActionContext, session: Session): Promise<void> {
  const { store } = context
  for (;;) {
    const { presentRoom, rooms } = store.getState()
    const roomId = presentRoom ?? fallbackRoom(rooms)
    const came = await comeIn(context, session, roomId)
    if (!isCurrent(context, session)) return
    // Somebody chose another room meanwhile; that is the one to be in.
    const chosen = store.getState().presentRoom
    if (came.ok && chosen !== null && chosen !== roomId) continue
    if (came.ok) return settle(context, session, came.value)
    if (came.error.code === 'offline') return
    if (isClosedToUs(came.error)) {
      const other = fallbackRoom(store.getState().rooms)
      if (other === roomId) return refuse(context, session, came.error)
      moveTo(context, roomId, other)
    } else if (isPassing(came.error)) {
      await pause(came.error.retryAfter ?? ASK_AGAIN_AFTER_MS)
    } else {
      return refuse(context, session, came.error)
    }
  }
}

/** The room is gone: we go on in another one, and see that one if we were looking at it. */
const moveTo = ({ store }: ActionContext, gone: RoomId, other: RoomId): void =>
  store.setState(({ openRoom }) => ({
    presentRoom: other,
    openRoom: openRoom === gone || openRoom === null ? other : openRoom,
  }))

/** What the server said on coming in becomes what is known, and what is missing is fetched. */
export function settle(context: ActionContext, session: Session, came: Arrival): void {
  const { store } = context
  const { you, room, lastSeq } = came.joined
  const before = store.getState().me
  if (before && before.id !== you.id) {
    store.setState((state) => asAnotherPerson(state, { from: before.id, to: you.id }))
  }
  store.setState(({ openRoom }) => ({
    link: { phase: 'online', server: session.server },
    me: you,
    presentRoom: room.id,
    openRoom: openRoom ?? room.id,
  }))
  adoptConversations(context, came.conversations)
  session.isFollowing = true
  // What was told while the answer was on its way may not be in it.
  for (const message of session.early.splice(0)) noteArrival(context, message)
  const { openRoom } = store.getState()
  if (openRoom === room.id) void catchUp(context, session, room.id, lastSeq)
  else if (openRoom !== null) void refresh(context, session, openRoom)
  if (openRoom !== null) void loadReceipts(context, openRoom)
  void loadPeople(context, session)
  void catchUpVoice(context, session)
  catchUpCall(context, session, came.joined.call)
  void flushOutbox(context, session)
}

/** A direct conversation is on the screen while we are in a room. */
async function refresh(context: ActionContext, session: Session, roomId: RoomId): Promise<void> {
  await fillGap(context, session, roomId)
  noteShown(context, roomId)
}

function refuse(context: ActionContext, session: Session, error: CallFailure): void {
  context.store.setState({
    link: { phase: 'refused', server: session.server, message: asSentence(error.message) },
  })
}

const isPassing = ({ code }: CallFailure): boolean =>
  code === 'rate-limited' || code === 'unavailable' || code === 'internal' || code === 'timeout'
