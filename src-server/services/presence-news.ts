import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MessageStore } from '../ports/message-store.ts'
import type { Place, PresenceNews } from '../ports/presence-news.ts'
import type { Announcer } from './announcer.ts'
import type { Following } from './following.ts'
import type { Identity } from './identity.ts'
import type { PeopleNews } from './people-news.ts'
import type { RoomNews } from './room-news.ts'
import { toSystemMessageWire, toMessageWire } from './wire.ts'

/** Tells clients what happened to presence without any of them having asked for it. */
export function createPresenceNews(deps: {
  readonly announcer: Announcer
  readonly identity: Identity
  readonly following: Following
  readonly peopleNews: PeopleNews
  readonly roomNews: RoomNews
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
  readonly newMessageId: () => MessageId
  /** Ends a connection as a lost network would, so that the client comes back by itself. */
  readonly disconnect: (sessionId: Place['sessionId']) => void
}): PresenceNews {
  const { announcer, identity, following, roomNews, peopleNews, messages, broadcaster, clock } =
    deps
  const { log, newMessageId, disconnect } = deps

  /** Changes that nobody asked for have nobody to tell of a failure. */
  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'could not announce who is where')
    })
  }

  function notify(roomId: RoomId, text: string): void {
    const id = newMessageId()
    const notice = { id, roomId, type: 'system', text, createdAt: clock.now() } as const
    broadcaster.toPresent(roomId, 'chat:message', toSystemMessageWire(notice))
  }

  async function tell(changed: ReadonlySet<RoomId>, notices: readonly Notice[]): Promise<void> {
    for (const roomId of changed) await announcer.usersChanged(roomId)
    if (changed.size > 0) await announcer.roomsChanged()
    for (const { roomId, text } of notices) notify(roomId, text)
  }

  async function newestOf(roomId: RoomId): Promise<Message | null> {
    const { lastSeq } = await messages.page(roomId, { from: 'newest' }, 1)
    const { messages: newest } = await messages.changes(roomId, Math.max(0, lastSeq - 1), 1)
    return newest[0] ?? null
  }

  /**
   * Shows the newest change of each conversation to those of our sessions that hear it: whoever has
   * it learns nothing, whoever missed some sees a gap before it and asks for what is in there.
   */
  async function showNewest(places: readonly Place[]): Promise<void> {
    const listeners = new Map<RoomId, Set<Place['sessionId']>>()
    for (const { roomId, sessionId } of [...places, ...(await following.places())]) {
      listeners.set(roomId, (listeners.get(roomId) ?? new Set()).add(sessionId))
    }
    for (const [roomId, sessionIds] of listeners) {
      const newest = await newestOf(roomId)
      if (!newest) continue
      const wire = toMessageWire(newest)
      for (const id of sessionIds) broadcaster.toSession(id, 'chat:changed', wire)
    }
  }

  /** Who may not be in a room any more leaves it first, and is shown nothing of it. */
  async function catchUp(former: readonly Place[]): Promise<void> {
    await roomNews.checkAll()
    const places = former.filter(({ sessionId, roomId }) =>
      following.hearing(roomId).some(({ id }) => id === sessionId),
    )
    for (const { sessionId, roomId } of places) {
      await announcer.tellUsers(sessionId, roomId)
      await announcer.tellRooms(sessionId)
    }
    await showNewest(places)
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

    vanished(ids) {
      for (const id of ids) peopleNews.presenceChanged(id)
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
    missed: (places) => inBackground(catchUp(places)),
  }
}

interface Notice {
  readonly roomId: RoomId
  readonly text: string
}
