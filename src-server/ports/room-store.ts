import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { PasswordHash } from './secrets.ts'

export interface NewRoom {
  readonly room: Room
  readonly passwordHash: PasswordHash | null
  /** Who belongs to it from the start. */
  readonly members: readonly PersonId[]
  /** A server has at most this many. */
  readonly roomsMax: number
}

/** `taken`: there is, or was, a room of this id. */
export type CreateOutcome = 'created' | 'taken' | 'full'

export type RoomChange = Partial<Omit<Room, 'id'>>

/**
 * The durable list of rooms and who belongs to them. A new store already holds the default ones.
 * Every verb may throw `Unavailable`.
 */
export interface RoomStore {
  /** In the order in which they are shown; neither archived ones nor private ones are left out. */
  list(): Promise<readonly Room[]>
  /** At the end of the list, with its members in the same step. */
  create(room: NewRoom): Promise<CreateOutcome>
  /** Puts these values in place of the former ones. @returns null when there is no such room */
  update(id: RoomId, change: RoomChange): Promise<Room | null>
  /** Changes nothing when there is no such room. */
  setPassword(id: RoomId, hash: PasswordHash | null): Promise<void>
  passwordOf(id: RoomId): Promise<PasswordHash | null>
  /**
   * The room, its members and everything that was said in it. It is gone in one step, and nothing
   * can be said in it from then on. What was said is erased after that, a part at a time, so that
   * nobody has to wait for it; what a sudden end leaves behind is erased at the next start.
   *
   * @returns whether it was there
   */
  remove(id: RoomId): Promise<boolean>
  /** @returns whether this call changed anything; false when there is no such room */
  addMember(id: RoomId, personId: PersonId): Promise<boolean>
  removeMember(id: RoomId, personId: PersonId): Promise<boolean>
  /** Sorted by id. */
  membersOf(id: RoomId): Promise<readonly PersonId[]>
  /** Rooms that the person is a member of, sorted by id. */
  membershipsOf(personId: PersonId): Promise<readonly RoomId[]>
}
