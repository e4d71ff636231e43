import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Room } from '#shared/domain/rooms.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { Instances } from '../ports/instances.ts'
import type { RoomStore } from '../ports/room-store.ts'
import { noSuchRoom } from './access.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { PasswordCheck } from './password-check.ts'
import type { Session } from './session.ts'

export interface Admission {
  readonly room: Room
  /** The password was right: whoever enters with it is a member from then on. */
  readonly isByPassword: boolean
}

type Refusals = 'not-found' | 'password-required' | 'rate-limited'

export type Entering = ReturnType<typeof createEntering>

/** Who gets into a room: everybody, members, or whoever knows the password. */
export function createEntering(deps: {
  readonly rooms: KnownRooms
  readonly store: RoomStore
  readonly instances: Instances
  readonly checkPassword: PasswordCheck
}) {
  const { rooms, store, instances, checkPassword } = deps

  async function tryPassword(
    { address, person }: Session,
    room: Room,
    given: string | undefined,
  ): Promise<Outcome<Admission, Refusals>> {
    const hash = await store.passwordOf(room.id)
    if (hash === null) return refuse('password-required', 'Only its members can enter this room')
    // For each room by itself: whoever cannot remember one password may still try another.
    const tried = [`address:${address}`, ...(person ? [`person:${person.id}`] : [])]
    const countFor = tried.map((key) => `room:${room.id}:${key}`)
    const verdict = await checkPassword({ given, hash, countFor })
    switch (verdict.kind) {
      case 'right':
        return succeed({ room, isByPassword: true })
      case 'wrong':
        return given === undefined
          ? refuse('password-required', 'This room has a password')
          : refuse('password-required', 'This is not the password of the room')
      case 'blocked': {
        const message = 'Too many wrong passwords: wait a while'
        return fail({ code: 'rate-limited', message, retryAfter: verdict.retryAfter } as const)
      }
    }
  }

  return {
    /**
     * Whether the session may come in. Asked before it gets a name, so that nobody learns from anything
     * that happens then whether there is a private room of this id.
     */
    async admit(
      session: Session,
      roomId: RoomId,
      password: string | undefined,
    ): Promise<Outcome<Admission, Refusals>> {
      const room = await rooms.find(roomId)
      if (!room) return noSuchRoom(roomId)
      const { person } = session
      const isMember = person !== null && (await rooms.isMember(roomId, person.id))
      if (room.access === 'public' || isMember) return succeed({ room, isByPassword: false })
      return room.access === 'private' ? noSuchRoom(roomId) : tryPassword(session, room, password)
    },

    /** Makes whoever came in with the password a member. */
    async enrol({ room, isByPassword }: Admission, personId: PersonId): Promise<void> {
      if (!isByPassword) return
      if (await store.addMember(room.id, personId))
        instances.tell({ kind: 'room', roomId: room.id })
    },
  }
}
