import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { Place } from '../ports/presence-news.ts'
import type { Directory } from './directory.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Overviews } from './overviews.ts'
import type { Rules } from './rules.ts'
import { inTurn, type Session } from './session.ts'

export type Following = ReturnType<typeof createFollowing>

type FollowOutcome = Outcome<ReplyValue<'conversations:follow'>, 'unauthorized' | 'unavailable'>

/** Whoever has more direct conversations than this asks for the older ones by opening them. */
const DIRECTS_SHOWN_AFTER_A_GAP = 50

/**
 * What each session of this instance hears beside the room it is in: what goes to its person, and when
 * it asked for that, everything that its person may read.
 */
export function createFollowing(deps: {
  readonly rooms: KnownRooms
  readonly rules: Rules
  readonly conversations: ConversationStore
  readonly directory: Directory
  readonly overviews: Overviews
  readonly broadcaster: Broadcaster
}) {
  const { rooms, rules, conversations, directory, overviews, broadcaster } = deps
  /** Every session that has a person, with the rooms that it follows. */
  const followed = new Map<Session, Set<RoomId>>()

  async function readable(person: Person): Promise<readonly RoomId[]> {
    const all = await rooms.list()
    const may = await Promise.all(all.map((room) => rules.mayRead(person, room)))
    return all.filter((_, index) => may[index]).map(({ id }) => id)
  }

  function subscribe(session: Session, roomId: RoomId): void {
    followed.get(session)?.add(roomId)
    broadcaster.follow(session.id, roomId)
  }

  function unsubscribe(session: Session, roomId: RoomId): void {
    followed.get(session)?.delete(roomId)
    broadcaster.unfollow(session.id, roomId)
  }

  /** Subscribes first and reads then, so that nothing is missed in between. */
  async function follow(session: Session, person: Person): Promise<FollowOutcome> {
    if (session.isGone) return refuse('unavailable', 'The connection has ended')
    session.isFollowing = true
    const roomIds = await readable(person)
    for (const roomId of roomIds) subscribe(session, roomId)
    const directs = await conversations.directOf(person.id)
    const found = await overviews.of(person.id, [...roomIds, ...directs])
    return succeed({ conversations: [...found] })
  }

  return {
    /** The session has got its person, or the person another name. */
    async begin(session: Session, person: Person): Promise<void> {
      if (!session.isGone && !followed.has(session)) followed.set(session, new Set())
      broadcaster.identify(session.id, person.id)
      await directory.note(person)
    },

    follow: (session: Session, person: Person): Promise<FollowOutcome> =>
      inTurn(session, () => follow(session, person)),

    end: (session: Session): unknown => followed.delete(session),

    /**
     * A room is there or is gone, or who may read it has changed: those who follow everything hear it
     * from now on, and are told so, or hear it no longer. For sessions of this instance.
     */
    async roomChanged(roomId: RoomId): Promise<void> {
      const room = await rooms.find(roomId)
      for (const [session, roomIds] of followed) {
        const { person } = session
        if (!person || !session.isFollowing) continue
        const mayRead = room !== null && (await rules.mayRead(person, room))
        if (mayRead === roomIds.has(roomId)) continue
        if (!mayRead) {
          unsubscribe(session, roomId)
          continue
        }
        subscribe(session, roomId)
        const wire = await overviews.ofOne(person.id, roomId)
        broadcaster.toSession(session.id, 'conversation:new', wire)
      }
    },

    /** Sessions of this instance that are in the room or follow it. */
    hearing: (roomId: RoomId): readonly Session[] =>
      [...followed]
        .filter(([session, roomIds]) => session.room === roomId || roomIds.has(roomId))
        .map(([session]) => session),

    /** The rooms that sessions of this instance are in or follow. */
    heardRooms: (): ReadonlySet<RoomId> =>
      new Set(
        [...followed].flatMap(([{ room }, roomIds]) => [...(room ? [room] : []), ...roomIds]),
      ),

    /** From this moment on the session does not follow the room. */
    drop: unsubscribe,

    /** Everything that sessions of this instance hear beside the room they are in. */
    async places(): Promise<readonly Place[]> {
      const directs = new Map<PersonId, Promise<readonly RoomId[]>>()
      const places: Place[] = []
      for (const [{ id: sessionId, person }, roomIds] of followed) {
        if (!person) continue
        const mine = directs.get(person.id) ?? conversations.directOf(person.id)
        directs.set(person.id, mine)
        const newest = (await mine).slice(0, DIRECTS_SHOWN_AFTER_A_GAP)
        places.push(...[...roomIds, ...newest].map((roomId) => ({ sessionId, roomId })))
      }
      return places
    },
  }
}
