import type { Server } from 'socket.io'
import type { RoomId } from '#shared/domain/ids.ts'
import type { ServerToClientEvents } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../../ports/broadcaster.ts'

/** Emits with the payload type already checked by the port, which Socket.IO's types cannot follow. */
interface Target {
  emit(name: string, payload: unknown): unknown
}

/** Our rooms share Socket.IO's names with its own room per connection, so they get a prefix. */
const channelOf = (roomId: RoomId): string => `room:${roomId}`

/**
 * Fan-out through Socket.IO, whose adapter also reaches the sessions of other instances once there
 * are any. Ids of sessions are Socket.IO's ids of sockets.
 */
export function createBroadcaster(io: Server<object, ServerToClientEvents>): Broadcaster {
  const socketOf = (sessionId: string) => io.of('/').sockets.get(sessionId)

  return {
    toRoom(roomId, name, payload, audience) {
      const room = io.to(channelOf(roomId))
      const target: Target = audience?.except ? room.except(audience.except) : room
      target.emit(name, payload)
    },
    toAll(name, payload, audience) {
      const target: Target = audience?.except ? io.except(audience.except) : io
      target.emit(name, payload)
    },
    toOwn(name, payload) {
      const target: Target = io.local
      target.emit(name, payload)
    },
    toSession(sessionId, name, payload) {
      const socket: Target | undefined = socketOf(sessionId)
      socket?.emit(name, payload)
    },
    subscribe(sessionId, roomId) {
      void socketOf(sessionId)?.join(channelOf(roomId))
    },
    unsubscribe(sessionId, roomId) {
      void socketOf(sessionId)?.leave(channelOf(roomId))
    },
  }
}
