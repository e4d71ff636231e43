import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import { HISTORY_ON_JOIN } from '#shared/protocol/limits.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import { Gone } from '../ports/gone.ts'
import type { MessageStore, Page } from '../ports/message-store.ts'
import type { Departure, PresenceStore } from '../ports/presence-store.ts'
import type { Announcer } from './announcer.ts'
import type { Entering } from './entering.ts'
import type { Following } from './following.ts'
import type { Identity, Introduction } from './identity.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Profiles } from './profiles.ts'
import type { Rules } from './rules.ts'
import { inTurn, type Session } from './session.ts'
import { toRoomWire, toSystemMessageWire, toMessageWire } from './wire.ts'

export interface JoinRequest {
  readonly roomId: RoomId
  readonly user: Introduction
  readonly password?: string | undefined
}

type JoinOutcome = Outcome<
  ReplyValue<'room:join'>,
  | 'not-found'
  | 'name-taken'
  | 'name-protected'
  | 'banned'
  | 'password-required'
  | 'rate-limited'
  | 'unavailable'
>

export type Rooms = ReturnType<typeof createRooms>

/** Being in a room: entering, leaving, changing, vanishing. A session is in one room at a time. */
export function createRooms(deps: {
  readonly rooms: KnownRooms
  readonly messages: MessageStore
  readonly presence: PresenceStore
  readonly broadcaster: Broadcaster
  readonly identity: Identity
  readonly announcer: Announcer
  readonly profiles: Profiles
  readonly following: Following
  readonly entering: Entering
  readonly rules: Rules
  readonly clock: Clock
  readonly newMessageId: () => MessageId
  /** The call that the person has; a session that is new is told what rings. */
  readonly callOf: (session: Session, person: Person, isNew: boolean) => Promise<CallWire | null>
}) {
  const {
    rooms,
    messages,
    presence,
    broadcaster,
    identity,
    announcer,
    profiles,
    following,
    entering,
    rules,
    clock,
    callOf,
  } = deps

  function notify(roomId: RoomId, text: string): void {
    const id = deps.newMessageId()
    const notice = { id, roomId, type: 'system', text, createdAt: clock.now() } as const
    broadcaster.toPresent(roomId, 'chat:message', toSystemMessageWire(notice))
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
      // Only now is it certain to hear of it when the room is closed to this person.
      if (!(await isOpenTo(session, roomId))) throw new Gone('The room was closed meanwhile')
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

  async function isOpenTo({ person }: Session, roomId: RoomId): Promise<boolean> {
    const room = await rooms.find(roomId)
    return room !== null && person !== null && rules.mayRead(person, room)
  }

  /** The documented order: `room:users`, `rooms:list`, `chat:history`, then the notice. */
  async function welcome(session: Session, roomId: RoomId, stay: Stay): Promise<void> {
    const others = { except: session.id }
    await announcer.tellUsers(session.id, roomId)
    if (stay.isNew || stay.isRenamed) await announcer.usersChanged(roomId, others)
    await announcer.tellRooms(session.id)
    if (stay.hasMoved) await announcer.roomsChanged(others)
    const history = stay.page.messages.map(toMessageWire)
    broadcaster.toSession(session.id, 'chat:history', history)
    if (stay.isNew) notify(roomId, `${session.person?.name} joined the room`)
  }

  async function join(
    session: Session,
    { roomId, user, password }: JoinRequest,
  ): Promise<JoinOutcome> {
    if (session.isGone) return refuse('unavailable', 'The connection has ended')
    const admitted = await entering.admit(session, roomId, password)
    if (!admitted.ok) return admitted
    const { room } = admitted.value
    const isNew = !session.hasName
    const settled = await identity.settle(session, user)
    if (!settled.ok) return settled
    const { person, token, isRenamed } = settled.value
    await following.begin(session, person)
    await entering.enrol(admitted.value, person.id)
    const hasMoved = session.room !== roomId
    const { page, isFirst } = hasMoved
      ? await move(session, roomId)
      : { page: await messages.page(roomId, { from: 'newest' }, HISTORY_ON_JOIN), isFirst: false }
    await welcome(session, roomId, { page, isNew: isFirst, isRenamed, hasMoved })
    if (isRenamed) {
      const elsewhere = (await presence.roomsOf(person.id)).filter((id) => id !== roomId)
      for (const id of elsewhere) await announcer.usersChanged(id)
    }
    await announcer.tellMineTo(session.id, person.id)
    const users = (await presence.counts()).get(roomId) ?? 0
    return succeed({
      room: toRoomWire(room, users),
      you: await profiles.own(person.id),
      token,
      lastSeq: page.lastSeq,
      call: await callOf(session, person, isNew),
    })
  }

  return {
    join: (session: Session, request: JoinRequest): Promise<JoinOutcome> =>
      inTurn(session, () => join(session, request)),

    /** Says something to everybody who is in the room, in the name of the server. */
    notify,

    /** The session may not be in the room any more. Others hear that the person left, once. */
    expel: (session: Session, roomId: RoomId): Promise<void> =>
      inTurn(session, async () => {
        if (session.room !== roomId) return
        broadcaster.unsubscribe(session.id, roomId)
        session.room = null
        const departure = await presence.leaveRoom(session.id)
        if (!departure) return
        await announceDeparture(departure)
        await announcer.roomsChanged()
      }),

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
        await identity.end(session)
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
