import type { ConnectionStatus } from '../client/server-connection.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext, Session } from './context.ts'
import { catchUp } from './catch-up.ts'
import { flushOutbox } from './outbox.ts'
import { pause } from './pause.ts'
import { enterRoom, isCurrent, type JoinReply } from './session.ts'
import { fallbackRoom } from './fallback-room.ts'

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
  const link =
    status.phase === 'offline'
      ? { phase: status.phase, server, reason: status.reason, nextRetryAt: status.nextRetryAt }
      : { phase: status.phase, server }
  context.store.setState({ link, typists: [] })
}

/** Enters the open room again, fetches what was missed and sends what waited. */
async function rejoin(context: ActionContext, session: Session): Promise<void> {
  const { store } = context
  for (;;) {
    const roomId = store.getState().openRoom ?? fallbackRoom(store.getState().rooms)
    const joined = await enterRoom(context, session, roomId)
    if (!isCurrent(context, session)) return
    // Somebody chose another room meanwhile; that is the one to be in.
    const chosen = store.getState().openRoom
    if (joined.ok && chosen !== null && chosen !== roomId) continue
    if (joined.ok) return settle(context, session, joined)
    if (joined.error.code === 'offline') return
    if (joined.error.code === 'not-found') {
      const other = fallbackRoom(store.getState().rooms)
      if (other === roomId) return refuse(context, session, joined.error)
      store.setState({ openRoom: other })
    } else if (isPassing(joined.error)) {
      await pause(joined.error.retryAfter ?? ASK_AGAIN_AFTER_MS)
    } else {
      return refuse(context, session, joined.error)
    }
  }
}

function settle(context: ActionContext, session: Session, joined: JoinReply & { ok: true }): void {
  const { room, you, lastSeq } = joined.value
  context.store.setState({ link: { phase: 'online', server: session.server }, me: you })
  void catchUp(context, session, room.id, lastSeq)
  void flushOutbox(context, session)
}

function refuse(context: ActionContext, session: Session, error: CallFailure): void {
  context.store.setState({
    link: { phase: 'refused', server: session.server, message: asSentence(error.message) },
  })
}

const isPassing = ({ code }: CallFailure): boolean =>
  code === 'rate-limited' || code === 'unavailable' || code === 'internal' || code === 'timeout'
