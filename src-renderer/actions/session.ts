import type { RoomId } from '#shared/domain/ids.ts'
import { createScope } from '#shared/lib/scope.ts'
import type { Result } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { openServerConnection } from '../client/server-connection.ts'
import { placeOf } from './call-part.ts'
import type { ActionContext, Session } from './context.ts'
import { tellReadNow } from './reading.ts'

export function openSession(
  context: ActionContext,
  about: Pick<Session, 'server' | 'name' | 'token'> & Partial<Pick<Session, 'passwords'>>,
): Session {
  const scope = createScope()
  const connection = openServerConnection({
    origin: about.server.origin,
    credentials: () => ({ token: session.token, password: session.passwords.server }),
    openWire: context.openWire,
    wakeSignals: context.wakeSignals,
    isAwaited: () => placeOf(context) !== null,
    now: context.now,
    random: context.random,
  })
  scope.add(() => connection.close())
  const session: Session = {
    passwords: { server: null, name: null },
    ...about,
    connection,
    scope,
    room: null,
    isFollowing: false,
    early: [],
    entering: [],
  }
  return session
}

export type JoinReply = Result<ReplyValue<'room:join'>, CallFailure>

/** Enters a room and keeps what the server gave for it. */
export async function enterRoom(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  password?: string,
): Promise<JoinReply> {
  session.entering.push(roomId)
  const joined = await session.connection.call('room:join', {
    roomId,
    user: {
      name: session.name,
      ...(session.passwords.name !== null && { password: session.passwords.name }),
    },
    ...(password !== undefined && { password }),
  })
  session.entering.shift()
  if (!joined.ok) return joined
  session.room = roomId
  if (session.token !== joined.value.token) {
    session.token = joined.value.token
    void context.platform.credentials.set(session.server.origin, session.token)
  }
  context.platform.memory.rememberRoom(session.server.origin, roomId)
  return joined
}

/** Whether this stay is still the one that the window shows; answers may come after it ended. */
export const isCurrent = (context: ActionContext, session: Session): boolean =>
  context.current.session === session

/** Ends the stay on a server, if there is one. */
export function endSession(context: ActionContext): void {
  const { session } = context.current
  if (session) tellReadNow(session)
  session?.scope.close()
  // What was said there is not said here.
  if (session) context.player.stop()
  context.current.session = null
}
