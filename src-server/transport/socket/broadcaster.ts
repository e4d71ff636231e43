import type { Server } from 'socket.io'
import { peopleOfDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { ServerToClientEvents } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../../ports/broadcaster.ts'

/** Emits with the payload type already checked by the port, which Socket.IO's types cannot follow. */
interface Target {
  emit(name: string, payload: unknown): unknown
}

/** Our rooms share Socket.IO's names with its own room per connection, so they get a prefix. */
const channelOf = (roomId: RoomId): string => `room:${roomId}`
const channelOfFollowers = (roomId: RoomId): string => `follow:${roomId}`
const PEOPLE = 'people'
const channelOfPerson = (personId: PersonId): string => `person:${personId}`

/** A direct conversation is heard by two people wherever they are, so nobody has to subscribe to it. */
const presentIn = (roomId: RoomId): string[] =>
  peopleOfDirect(roomId)?.map(channelOfPerson) ?? [channelOf(roomId)]

const audienceOf = (roomId: RoomId): string[] => [...presentIn(roomId), channelOfFollowers(roomId)]

/**
 * Fan-out through Socket.IO, whose adapter also reaches the sessions of other instances once there
 * are any. Ids of sessions are Socket.IO's ids of sockets.
 */
export function createBroadcaster(io: Server<object, ServerToClientEvents>): Broadcaster {
  const socketOf = (sessionId: string) => io.of('/').sockets.get(sessionId)

  const toChannels = (channels: string[], except: string | undefined): Target => {
    const target = io.to(channels)
    return except === undefined ? target : target.except(except)
  }

  return {
    toRoom(roomId, name, payload, audience) {
      toChannels(audienceOf(roomId), audience?.except).emit(name, payload)
    },
    toPresent(roomId, name, payload, audience) {
      toChannels(presentIn(roomId), audience?.except).emit(name, payload)
    },
    toAll(name, payload, audience) {
      const target: Target = audience?.except ? io.except(audience.except) : io
      target.emit(name, payload)
    },
    toPeople(name, payload) {
      toChannels([PEOPLE], undefined).emit(name, payload)
    },
    toOwn(name, payload) {
      const target: Target = io.local
      target.emit(name, payload)
    },
    toSession(sessionId, name, payload) {
      const socket: Target | undefined = socketOf(sessionId)
      socket?.emit(name, payload)
    },
    toDevice(sessionId, name, payload) {
      toChannels([sessionId], undefined).emit(name, payload)
    },
    toPerson(personId, name, payload, audience) {
      toChannels([channelOfPerson(personId)], audience?.except).emit(name, payload)
    },
    identify(sessionId, personId) {
      void socketOf(sessionId)?.join([channelOfPerson(personId), PEOPLE])
    },
    subscribe(sessionId, roomId) {
      void socketOf(sessionId)?.join(channelOf(roomId))
    },
    unsubscribe(sessionId, roomId) {
      void socketOf(sessionId)?.leave(channelOf(roomId))
    },
    follow(sessionId, roomId) {
      void socketOf(sessionId)?.join(channelOfFollowers(roomId))
    },
    unfollow(sessionId, roomId) {
      void socketOf(sessionId)?.leave(channelOfFollowers(roomId))
    },
  }
}
