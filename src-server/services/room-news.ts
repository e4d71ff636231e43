import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Instances } from '../ports/instances.ts'
import type { Log } from '../ports/log.ts'
import type { Announcer } from './announcer.ts'
import type { Following } from './following.ts'
import type { KnownRooms } from './known-rooms.ts'
import type { Rooms } from './rooms.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

export interface RoomNews {
  /** After something may have been missed: everything that sessions hear is looked at anew. */
  checkAll(): Promise<void>
}

/**
 * What a change of a room, made through whatever instance, means for the sessions of this one: some
 * hear it from now on, some hear it no longer and have to leave.
 */
export function followRoomNews(deps: {
  readonly instances: Instances
  readonly following: Following
  readonly announcer: Pick<Announcer, 'checkRoomsSoon'>
  readonly known: KnownRooms
  readonly stays: Rooms
  readonly rules: Rules
  readonly broadcaster: Broadcaster
  readonly log: Log
}): RoomNews {
  const { instances, announcer, following, known, stays, rules, broadcaster, log } = deps

  const inBackground = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'could not act on a change of a room')
    })
  }

  async function mayHear({ person }: Session, roomId: RoomId): Promise<boolean> {
    const room = await known.find(roomId)
    return room !== null && person !== null && rules.mayRead(person, room)
  }

  /** The session has to leave, unless it may stay after all. */
  async function settle(session: Session, roomId: RoomId): Promise<void> {
    if (await mayHear(session, roomId)) {
      if (session.room === roomId) broadcaster.subscribe(session.id, roomId)
      return
    }
    const reason = (await known.find(roomId)) ? 'removed' : 'deleted'
    broadcaster.toSession(session.id, 'room:deleted', { roomId, reason })
    await stays.expel(session, roomId)
  }

  /** At once, before anything else is told; who may hear it after all is looked at then. */
  function close(roomId: RoomId, personId: PersonId | null): void {
    const hearing = following
      .hearing(roomId)
      .filter(({ person }) => personId === null || person?.id === personId)
    for (const session of hearing) {
      broadcaster.unsubscribe(session.id, roomId)
      following.drop(session, roomId)
    }
    inBackground(
      (async () => {
        for (const session of hearing) await settle(session, roomId)
        await following.roomChanged(roomId)
      })(),
    )
  }

  async function checkAll(): Promise<void> {
    for (const roomId of following.heardRooms()) {
      for (const session of following.hearing(roomId)) {
        if (await mayHear(session, roomId)) continue
        broadcaster.unsubscribe(session.id, roomId)
        following.drop(session, roomId)
        await settle(session, roomId)
      }
    }
    for (const { id } of await known.list()) await following.roomChanged(id)
  }

  instances.listen((news) => {
    if (news.kind === 'room' || news.kind === 'room-closed') announcer.checkRoomsSoon()
    if (news.kind === 'room') inBackground(following.roomChanged(news.roomId))
    if (news.kind === 'room-closed') close(news.roomId, news.personId)
  })
  return { checkAll }
}
