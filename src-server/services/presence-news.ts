import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MessageStore } from '../ports/message-store.ts'
import type { Place, PresenceNews } from '../ports/presence-news.ts'
import type { Announcer } from './announcer.ts'
import type { Identity } from './identity.ts'
import { toSystemMessageWire, toTextMessageWire } from './wire.ts'

/** Tells clients what happened to presence without any of them having asked for it. */
export function createPresenceNews(deps: {
  readonly announcer: Announcer
  readonly identity: Identity
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
  readonly newMessageId: () => MessageId
  /** Ends a connection as a lost network would, so that the client comes back by itself. */
  readonly disconnect: (sessionId: Place['sessionId']) => void
}): PresenceNews {
  const { announcer, identity, messages, broadcaster, clock, log, newMessageId, disconnect } = deps

  /** Changes that nobody asked for have nobody to tell of a failure. */
  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'could not announce who is where')
    })
  }

  function notify(roomId: RoomId, text: string): void {
    const id = newMessageId()
    const notice = { id, roomId, type: 'system', text, createdAt: clock.now() } as const
    broadcaster.toRoom(roomId, 'chat:message', toSystemMessageWire(notice))
  }

  async function tell(changed: ReadonlySet<RoomId>, notices: readonly Notice[]): Promise<void> {
    for (const roomId of changed) await announcer.usersChanged(roomId)
    if (changed.size > 0) await announcer.roomsChanged()
    for (const { roomId, text } of notices) notify(roomId, text)
  }

  /**
   * Shows the newest change of each room to those of our sessions that are in it: whoever has it
   * learns nothing, whoever missed some sees a gap before it and asks for what is in there.
   */
  async function showNewest(places: readonly Place[]): Promise<void> {
    for (const roomId of new Set(places.map((place) => place.roomId))) {
      const { lastSeq } = await messages.page(roomId, { from: 'newest' }, 1)
      const newest = await messages.changes(roomId, Math.max(0, lastSeq - 1), 1)
      const here = places.filter((place) => place.roomId === roomId)
      for (const { sessionId } of here) {
        await announcer.tellUsers(sessionId, roomId)
        await announcer.tellRooms(sessionId)
        for (const message of newest.messages) {
          broadcaster.toSession(sessionId, 'chat:changed', toTextMessageWire(message))
        }
      }
    }
  }

  return {
    departed(departures) {
      const last = departures.filter((departure) => departure.wasLast)
      const left = last.map(({ roomId, person }) => ({
        roomId,
        text: `${person.name} left the room`,
      }))
      inBackground(tell(new Set(last.map(({ roomId }) => roomId)), left))
    },

    returned(arrivals) {
      const joined = arrivals.map(({ roomId, person }) => ({
        roomId,
        text: `${person.name} joined the room`,
      }))
      inBackground(tell(new Set(arrivals.map(({ roomId }) => roomId)), joined))
    },

    evicted: disconnect,
    renamed: (person) => identity.rename(person),
    missed: (places) => inBackground(showNewest(places)),
  }
}

interface Notice {
  readonly roomId: RoomId
  readonly text: string
}
