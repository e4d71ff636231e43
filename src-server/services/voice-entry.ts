import { isReservedForDirect } from '#shared/domain/direct.ts'
import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { VoiceEndReason } from '#shared/domain/voice.ts'
import { succeed } from '#shared/lib/result.ts'
import type { CallStore } from '../ports/call-store.ts'
import { noSuchRoom, type Access } from './access.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'

export type VoiceEntry = ReturnType<typeof createVoiceEntry>

/** Who may be in the voice of a room or a group call, and be heard there. */
export function createVoiceEntry(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly rooms: KnownRooms
  readonly calls: Pick<CallStore, 'peopleLetInto'>
}) {
  const { access, rules, rooms, calls } = deps

  const wasLetInto = async ({ id }: Person, groupId: RoomId): Promise<boolean> =>
    (await calls.peopleLetInto(groupId)).includes(id)

  return {
    /** Why the person may not come in, in words. */
    async mayJoin(
      person: Person,
      roomId: RoomId,
    ): Promise<Outcome<null, 'forbidden' | 'not-found'>> {
      if (isGroupCall(roomId)) {
        return (await wasLetInto(person, roomId)) ? succeed(null) : noSuchRoom(roomId)
      }
      if (isReservedForDirect(roomId)) {
        return (await access.mayRead(person, roomId))
          ? refuse('forbidden', 'There is voice in rooms only, not in direct conversations')
          : noSuchRoom(roomId)
      }
      const room = await rooms.find(roomId)
      if (!room) return noSuchRoom(roomId)
      if (!(await access.mayRead(person, roomId))) {
        return room.access === 'password'
          ? refuse('forbidden', 'This room has a password: enter the room first')
          : noSuchRoom(roomId)
      }
      return room.archivedAt === null
        ? succeed(null)
        : refuse('forbidden', 'This room is archived: nobody speaks in it any more')
    },

    /** Why the person may not stay in there; null when nothing is against it. */
    async refusalOf(person: Person, roomId: RoomId): Promise<VoiceEndReason | null> {
      if (isGroupCall(roomId)) return (await wasLetInto(person, roomId)) ? null : 'removed'
      const room = await rooms.find(roomId)
      if (!room || room.archivedAt !== null) return 'room-closed'
      return (await rules.mayRead(person, room)) ? null : 'removed'
    },

    /** Whether the person may be heard there. */
    async mayBeHeard(person: Person, roomId: RoomId): Promise<boolean> {
      if (isGroupCall(roomId)) return rules.mayBeHeardInGroup(person, roomId)
      const room = await rooms.find(roomId)
      return room !== null && rules.mayBeHeard(person, room)
    },
  }
}
