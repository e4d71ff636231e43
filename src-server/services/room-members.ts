import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { Instances } from '../ports/instances.ts'
import type { RoomStore } from '../ports/room-store.ts'
import { noSuchRoom, type Access } from './access.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit.ts'
import type { KnownPeople } from './known-people.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Profiles } from './profiles.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

interface InSight {
  readonly person: Person
  readonly room: Room
  readonly isMember: boolean
  readonly mayManage: boolean
}

export type RoomMembers = ReturnType<typeof createRoomMembers>

/** Who belongs to rooms that are not public. */
export function createRoomMembers(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly store: RoomStore
  readonly rooms: KnownRooms
  readonly people: KnownPeople
  readonly profiles: Profiles
  readonly announcer: Announcer
  readonly instances: Instances
  readonly audit: Audit
}) {
  const { access, rules, store, rooms, people, profiles, announcer, instances, audit } = deps

  /** A room that is not there and one that is none of somebody's business are answered alike. */
  async function inSight(session: Session, roomId: RoomId): Promise<Outcome<InSight, Refusals>> {
    const identified = await access.identified(session)
    if (!identified.ok) return identified
    const person = identified.value
    const room = await rooms.find(roomId)
    if (!room) return noSuchRoom(roomId)
    const isMember = await rooms.isMember(roomId, person.id)
    const mayManage = await rules.mayManage(person, room)
    if (room.access === 'private' && !isMember && !mayManage) return noSuchRoom(roomId)
    return succeed({ person, room, isMember, mayManage })
  }

  return {
    async members(
      session: Session,
      { roomId }: ParsedInput<'room:members'>,
    ): Promise<Outcome<ReplyValue<'room:members'>, Refusals>> {
      const found = await inSight(session, roomId)
      if (!found.ok) return found
      const { room, isMember, mayManage } = found.value
      if (room.access === 'public') return succeed({ members: [] })
      if (!isMember && !mayManage) return refuse('forbidden', 'Only its members may see this')
      const ids = [...(await rooms.membersOf(roomId))]
      const profilesOfMembers = await Promise.all(ids.map((id) => profiles.find(id)))
      return succeed({ members: profilesOfMembers.filter((profile) => profile !== null) })
    },

    async invite(
      session: Session,
      { roomId, userId }: ParsedInput<'room:invite'>,
    ): Promise<Outcome<ReplyValue<'room:invite'>, Refusals | 'conflict'>> {
      const found = await inSight(session, roomId)
      if (!found.ok) return found
      const { person, room, isMember, mayManage } = found.value
      if (!mayManage)
        return refuse('forbidden', 'Only whoever made this room, or an admin, may invite')
      if (room.access === 'public') return refuse('conflict', 'Everybody can enter this room')
      if (!(await people.find(userId))) return refuse('not-found', 'There is no such person')
      // By right, and not because somebody wanted it: others should be able to know.
      const isByRight = userId === person.id && !isMember
      if (isByRight) {
        const detail = 'became a member by right'
        await audit({ action: 'update-room', actor: person, roomId, detail })
      }
      if (await store.addMember(roomId, userId)) {
        instances.tell({ kind: 'room', roomId })
        if (room.access === 'private') await announcer.tellMine([userId])
      }
      return succeed({})
    },

    /** Of a public room nobody is a member, so there is nothing to take away. */
    async remove(
      session: Session,
      { roomId, userId }: ParsedInput<'room:remove'>,
    ): Promise<Outcome<ReplyValue<'room:remove'>, Refusals>> {
      const found = await inSight(session, roomId)
      if (!found.ok) return found
      const { person, room, mayManage } = found.value
      if (userId !== person.id && !mayManage) {
        return refuse('forbidden', 'Only whoever made this room, or an admin, may do this')
      }
      if (await store.removeMember(roomId, userId)) {
        if (room.access !== 'public') {
          instances.tell({ kind: 'room-closed', roomId, personId: userId })
        }
        if (room.access === 'private') await announcer.tellMine([userId])
      }
      return succeed({})
    },
  }
}
