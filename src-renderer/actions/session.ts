import type { RoomId, SessionToken } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import { createScope } from '#shared/lib/scope.ts'
import type { Result } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { openServerConnection } from '../client/server-connection.ts'
import { emptyConversation } from '../state/conversation.ts'
import type { LinkedServer } from '../state/link.ts'
import { changeConversation } from '../state/store.ts'
import type { ActionContext, Session } from './context.ts'

export function openSession(
  context: ActionContext,
  about: { server: LinkedServer; name: PersonName; token: SessionToken | null },
): Session {
  const scope = createScope()
  const connection = openServerConnection({
    origin: about.server.origin,
    token: () => session.token,
    openWire: context.openWire,
    wakeSignals: context.wakeSignals,
    now: context.now,
    random: context.random,
  })
  scope.add(() => connection.close())
  const session: Session = { ...about, connection, scope, room: null, entering: [] }
  return session
}

export type JoinReply = Result<ReplyValue<'room:join'>, CallFailure>

/** Enters a room and keeps what the server gave for it. */
export async function enterRoom(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<JoinReply> {
  const knownBefore = knownSeq(context, roomId)
  session.entering.push(roomId)
  const joined = await session.connection.call('room:join', {
    roomId,
    user: { name: session.name },
  })
  session.entering.shift()
  if (!joined.ok) return joined
  session.room = roomId
  // Numbers never go back: this is another store, and what was known belongs to the old one.
  if (joined.value.lastSeq < knownBefore) forgetMessages(context, roomId)
  if (session.token !== joined.value.token) {
    session.token = joined.value.token
    void context.platform.credentials.set(session.server.origin, session.token)
  }
  context.platform.memory.rememberRoom(session.server.origin, roomId)
  return joined
}

const knownSeq = ({ store }: ActionContext, roomId: RoomId): number =>
  store.getState().conversations.get(roomId)?.knownSeq ?? 0

const forgetMessages = ({ store }: ActionContext, roomId: RoomId): void =>
  changeConversation(store, roomId, ({ outgoing }) => ({ ...emptyConversation(roomId), outgoing }))

/** Whether this stay is still the one that the window shows; answers may come after it ended. */
export const isCurrent = (context: ActionContext, session: Session): boolean =>
  context.current.session === session

/** Ends the stay on a server, if there is one. */
export function endSession(context: ActionContext): void {
  context.current.session?.scope.close()
  context.current.session = null
}
