import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Room } from '#shared/domain/rooms.ts'
import { succeed } from '#shared/lib/result.ts'
import { HISTORY_ON_JOIN } from '#shared/protocol/limits.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore, Page } from '../ports/message-store.ts'
import type { Departure, PresenceStore } from '../ports/presence-store.ts'
import type { RoomStore } from '../ports/room-store.ts'
import type { Announcer } from './announcer.ts'
import type { Identity } from './identity.ts'
import { refuse, type Outcome } from './outcome.ts'
import { inTurn, type Session } from './session.ts'
import { toPersonWire, toRoomWire, toSystemMessageWire, toTextMessageWire } from './wire.ts'

export interface JoinRequest {
  readonly roomId: RoomId
  readonly user: { readonly name: PersonName }
}

type JoinOutcome = Outcome<ReplyValue<'room:join'>, 'not-found' | 'name-taken' | 'unavailable'>

export type Rooms = ReturnType<typeof createRooms>

/** Being in a room: entering, leaving, changing, vanishing. A session is in one room at a time. */
export function createRooms(deps: {
  readonly rooms: RoomStore
  readonly messages: MessageStore
  readonly presence: PresenceStore
  readonly broadcaster: Broadcaster
  readonly identity: Identity
  readonly announcer: Announcer
  readonly clock: Clock
  readonly newMessageId: () => MessageId
}) {
  const { rooms, messages, presence, broadcaster, identity, announcer, clock } = deps

  const find = async (roomId: RoomId): Promise<Room | null> =>
    (await rooms.list()).find((room) => room.id === roomId) ?? null

  function notify(roomId: RoomId, text: string): void {
    const id = deps.newMessageId()
    const notice = { id, roomId, type: 'system', text, createdAt: clock.now() } as const
    broadcaster.toRoom(roomId, 'chat:message', toSystemMessageWire(notice))
  }

  /** Tells the room that somebody went, if nothing of that person is left in it. */
  async function announceDeparture(departure: Departure): Promise<void> {
    if (!departure.wasLast) return
    await announcer.usersChanged(departure.roomId)
    notify(departure.roomId, `${departure.person.name} left the room`)
  }

  /**
   * Moves the session and reads the history, in this order: whoever subscribes first and reads then
   * misses nothing. Nothing has been said to anybody when the history cannot be read.
   */
  async function move(session: Session, roomId: RoomId): Promise<{ page: Page; isFirst: boolean }> {
    const arrival = await presence.enterRoom(session.id, roomId)
    if (session.room) broadcaster.unsubscribe(session.id, session.room)
    session.room = roomId
    broadcaster.subscribe(session.id, roomId)
    try {
      const page = await messages.page(roomId, { from: 'newest' }, HISTORY_ON_JOIN)
      if (arrival.left) await announceDeparture(arrival.left)
      return { page, isFirst: arrival.isFirst }
    } catch (error) {
      broadcaster.unsubscribe(session.id, roomId)
      session.room = null
      await presence.leaveRoom(session.id)
      if (arrival.left) await announceDeparture(arrival.left)
      throw error
    }
  }

  /** The documented order: `room:users`, `rooms:list`, `chat:history`, then the notice. */
  async function welcome(session: Session, roomId: RoomId, stay: Stay): Promise<void> {
    const others = { except: session.id }
    await announcer.tellUsers(session.id, roomId)
    if (stay.isNew || stay.isRenamed) await announcer.usersChanged(roomId, others)
    await announcer.tellRooms(session.id)
    if (stay.hasMoved) await announcer.roomsChanged(others)
    const history = stay.page.messages.map(toTextMessageWire)
    broadcaster.toSession(session.id, 'chat:history', history)
    if (stay.isNew) notify(roomId, `${session.person?.name} joined the room`)
  }

  async function join(session: Session, { roomId, user }: JoinRequest): Promise<JoinOutcome> {
    if (session.isGone) return refuse('unavailable', 'The connection has ended')
    const room = await find(roomId)
    if (!room) return refuse('not-found', `There is no room "${roomId}"`)
    const settled = await identity.settle(session, user.name)
    if (!settled.ok) return settled
    const { person, token, isRenamed } = settled.value
    const hasMoved = session.room !== roomId
    const { page, isFirst } = hasMoved
      ? await move(session, roomId)
      : { page: await messages.page(roomId, { from: 'newest' }, HISTORY_ON_JOIN), isFirst: false }
    await welcome(session, roomId, { page, isNew: isFirst, isRenamed, hasMoved })
    if (isRenamed) {
      const elsewhere = (await presence.roomsOf(person.id)).filter((id) => id !== roomId)
      for (const id of elsewhere) await announcer.usersChanged(id)
    }
    const users = (await presence.counts()).get(roomId) ?? 0
    return succeed({
      room: toRoomWire(room, users),
      you: toPersonWire(person),
      token,
      lastSeq: page.lastSeq,
    })
  }

  return {
    /** The room, or null when there is none of this id. */
    find,

    join: (session: Session, request: JoinRequest): Promise<JoinOutcome> =>
      inTurn(session, () => join(session, request)),

    /** Leaving without being in a room is no mistake: the result is the one asked for. */
    leave: (session: Session): Promise<Outcome<ReplyValue<'room:leave'>, never>> =>
      inTurn(session, async () => {
        const departure = await presence.leaveRoom(session.id)
        session.room = null
        if (departure) {
          broadcaster.unsubscribe(session.id, departure.roomId)
          await announceDeparture(departure)
          await announcer.roomsChanged()
        }
        return succeed({})
      }),

    /** The connection has ended. Joins that still wait for their turn do not happen any more. */
    async disconnect(session: Session): Promise<void> {
      session.isGone = true
      await inTurn(session, async () => {
        const departure = await presence.dropSession(session.id)
        session.room = null
        identity.end(session)
        if (!departure) return
        await announceDeparture(departure)
        await announcer.roomsChanged()
      })
    },
  }
}

interface Stay {
  readonly page: Page
  /** The person was not in the room before, with any device. */
  readonly isNew: boolean
  readonly isRenamed: boolean
  readonly hasMoved: boolean
}
