import { isReservedForDirect, otherOfDirect } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import { hasRight, mayActOn, mayChangeRole, type Right, type Role } from '#shared/domain/rights.ts'
import { mayManageIn, mayPinIn, maySpeakIn, type Room } from '#shared/domain/rooms.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import { Gone } from '../ports/gone.ts'
import type { SlowMode } from '../ports/slow-mode.ts'
import { createDirectRule } from './direct-rule.ts'
import type { KnownPeople } from './known-people.ts'
import type { KnownRooms } from './known-rooms.ts'
import type { Refusal } from './outcome.ts'

/**
 * Who may do what: the one place that decides it. Every service that needs a permission asks here, and
 * none compares roles by itself.
 */
export interface Rules {
  /**
   * Whether the person may know of the room and read it: it is public, or the person is a member.
   * Nobody else, whatever the role: whoever may manage rooms can make themselves a member, which is
   * written into the log.
   */
  mayRead(person: Person, room: Room): Promise<boolean>
  /** Why the person may not say anything in the conversation now; null when nothing is against it. */
  refuseSpeech(person: Person, roomId: RoomId): Promise<SpeechRefusal | null>
  /** Why the person may not edit, react or pin in the conversation now. */
  refuseChange(person: Person, roomId: RoomId): Promise<Refusal<'forbidden'> | null>
  /** Whether what the person says in the voice of the room may be heard: not muted, and of a role that may speak there. */
  mayBeHeard(person: Person, room: Room): Promise<boolean>
  /** The same in a group call, where everybody may speak who is not muted. */
  mayBeHeardInGroup(person: Person, groupId: RoomId): Promise<boolean>
  /** Notes that the person said something, for slow mode. */
  noteSpeech(person: Person, roomId: RoomId): void
  mayPin(person: Person, roomId: RoomId): Promise<boolean>
  /** One's own messages, and with the right to it those that people below said in rooms. */
  mayDelete(person: Person, message: Message): Promise<boolean>
  /** Creator of the room, or with the right to manage any. */
  mayManage(person: Person, room: Room): Promise<boolean>
  has(person: Person, right: Right): Promise<boolean>
  /** Whether one is more trusted than the other: nobody moderates an equal. */
  outranks(person: Person, other: Person): Promise<boolean>
  mayChangeRole(person: Person, other: Person, role: Role): Promise<boolean>
}

/** `rate-limited` is slow mode: with the milliseconds until the next message. */
export type SpeechRefusal =
  Refusal<'forbidden'> | (Refusal<'rate-limited'> & { readonly retryAfter: number })

const forbidden = (message: string): Refusal<'forbidden'> => ({ code: 'forbidden', message })

export function createRules(deps: {
  readonly rooms: KnownRooms
  readonly people: KnownPeople
  readonly conversations: ConversationStore
  readonly slowMode: SlowMode
  readonly clock: Clock
}): Rules {
  const { rooms, people, slowMode, clock } = deps
  const refuseDirect = createDirectRule(deps)

  /** Somebody whom the store does not know may do the least. */
  const roleOf = async (id: Person['id']): Promise<Role> => (await people.find(id))?.role ?? 'guest'

  const asking = async ({ id }: Person) => ({ id, role: await roleOf(id) })

  const has = async ({ id }: Person, right: Right): Promise<boolean> =>
    hasRight(await roleOf(id), right)

  /** Somebody may have deleted it since it was found. */
  async function existing(roomId: RoomId): Promise<Room> {
    const room = await rooms.find(roomId)
    if (!room) throw new Gone('There is no such room')
    return room
  }

  /** Whoever is muted can still talk with those who may end it. */
  async function refuseMuted({ id }: Person, roomId: RoomId): Promise<Refusal<'forbidden'> | null> {
    const until = (await people.find(id))?.mutedUntil ?? null
    if (until === null || until <= clock.now()) return null
    const other = otherOfDirect(roomId, id)
    if (other && hasRight(await roleOf(other), 'person:mute')) return null
    return forbidden('A moderator has muted you for a while')
  }

  async function refuseChange(
    person: Person,
    roomId: RoomId,
  ): Promise<Refusal<'forbidden'> | null> {
    const refusal = (await refuseMuted(person, roomId)) ?? (await refuseDirect(person, roomId))
    if (refusal || isReservedForDirect(roomId)) return refusal
    const room = await existing(roomId)
    return room.archivedAt === null
      ? null
      : forbidden('This room is archived: it can be read, and nothing in it can be changed')
  }

  async function refuseTooFast(person: Person, room: Room): Promise<SpeechRefusal | null> {
    if (room.slowModeSeconds === 0 || room.creatorId === person.id) return null
    if (await has(person, 'room:ignore-slow-mode')) return null
    const retryAfter = await slowMode.waitFor(room.id, person.id)
    if (retryAfter === 0) return null
    const message = `Slow mode: one message in ${room.slowModeSeconds} seconds`
    return { code: 'rate-limited', message, retryAfter }
  }

  async function refuseSpeech(person: Person, roomId: RoomId): Promise<SpeechRefusal | null> {
    const refusal = await refuseChange(person, roomId)
    if (refusal || isReservedForDirect(roomId)) return refusal
    const room = await existing(roomId)
    if (!maySpeakIn(await asking(person), room))
      return forbidden(`Here one has to be ${room.speakRole} or more to speak`)
    return refuseTooFast(person, room)
  }

  /** Whoever slow mode does not concern is noted as well, and it does not matter. */
  async function noteSpeech({ id }: Person, roomId: RoomId): Promise<void> {
    const seconds = (await rooms.find(roomId))?.slowModeSeconds ?? 0
    if (seconds > 0) await slowMode.note(roomId, id, seconds)
  }

  return {
    mayRead: async (person, room) => room.access === 'public' || rooms.isMember(room.id, person.id),
    refuseSpeech,
    refuseChange,
    mayBeHeard: async (person, room) =>
      (await refuseMuted(person, room.id)) === null && maySpeakIn(await asking(person), room),
    mayBeHeardInGroup: async (person, groupId) => (await refuseMuted(person, groupId)) === null,
    noteSpeech(person, roomId) {
      // A note that is lost lets somebody speak too early, once.
      noteSpeech(person, roomId).catch(() => undefined)
    },
    async mayPin(person, roomId) {
      if (isReservedForDirect(roomId)) return true
      const room = await rooms.find(roomId)
      if (!room) return false
      return mayPinIn(await asking(person), room)
    },
    async mayDelete(person, { author, roomId }) {
      if (author.id === person.id) return true
      if (isReservedForDirect(roomId)) return false
      const [mine, theirs] = await Promise.all([roleOf(person.id), roleOf(author.id)])
      return hasRight(mine, 'message:delete-others') && mayActOn(mine, theirs)
    },
    mayManage: async (person, room) => mayManageIn(await asking(person), room),
    has,
    async outranks(person, other) {
      const [mine, theirs] = await Promise.all([roleOf(person.id), roleOf(other.id)])
      return mayActOn(mine, theirs)
    },
    async mayChangeRole(person, other, to) {
      const [giver, from] = await Promise.all([roleOf(person.id), roleOf(other.id)])
      return mayChangeRole({ giver, from, to, isOneself: person.id === other.id })
    },
  }
}
