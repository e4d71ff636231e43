import { isReservedForDirect, otherOfDirect } from '#shared/domain/direct.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Right } from '#shared/domain/rights.ts'
import { succeed } from '#shared/lib/result.ts'
import type { MessageStore } from '../ports/message-store.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { KnownRooms } from './known-rooms.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

/** Somebody and a message that this somebody may read. */
export interface MessageInSight {
  readonly person: Person
  readonly message: Message
}

export type Access = ReturnType<typeof createAccess>

/**
 * Who may read where. In a direct conversation the two whose it is; in a room whoever may read it by
 * the rules, and is in it or follows it. Waits for a join that was asked for before.
 */
export function createAccess(deps: {
  readonly rooms: KnownRooms
  readonly rules: Rules
  readonly messages: MessageStore
  readonly people: PeopleStore
}) {
  const { rooms, rules, messages, people } = deps

  async function identified(session: Session): Promise<Outcome<Person, 'unauthorized'>> {
    await session.settled
    return personOf(session)
  }

  /** Somebody who has the right to it, wherever. */
  async function entitled(
    session: Session,
    right: Right,
  ): Promise<Outcome<Person, 'unauthorized' | 'forbidden'>> {
    const person = await identified(session)
    if (!person.ok || (await rules.has(person.value, right))) return person
    return refuse('forbidden', 'Your role does not allow this')
  }

  /** Whose it is can be read from the id; whether the other one exists cannot. */
  async function isOwnDirect(person: Person, roomId: RoomId): Promise<boolean> {
    const other = otherOfDirect(roomId, person.id)
    return other !== null && (await people.find(other)) !== null
  }

  /** Whether the person may read the conversation, here or not. */
  async function mayRead(person: Person, roomId: RoomId): Promise<boolean> {
    if (isReservedForDirect(roomId)) return isOwnDirect(person, roomId)
    const room = await rooms.find(roomId)
    return room !== null && rules.mayRead(person, room)
  }

  async function toRoom(
    session: Session,
    roomId: RoomId,
  ): Promise<Outcome<Person, 'unauthorized' | 'forbidden' | 'not-found'>> {
    const person = await identified(session)
    if (!person.ok) return person
    if (!(await mayRead(person.value, roomId))) return noSuchRoom(roomId)
    return isReservedForDirect(roomId) || session.room === roomId || session.isFollowing
      ? person
      : refuse('forbidden', 'You are not in this room')
  }

  return {
    identified,
    entitled,
    mayRead,
    toRoom,

    /**
     * A message that the session may read. Any other is answered like one that never was, so that
     * nobody learns what there is elsewhere.
     */
    async toMessage(
      session: Session,
      messageId: MessageId,
    ): Promise<Outcome<MessageInSight, 'unauthorized' | 'not-found'>> {
      const person = await identified(session)
      if (!person.ok) return person
      const message = await messages.find(messageId)
      if (!message || !(await toRoom(session, message.roomId)).ok) return noSuchMessage()
      return succeed({ person: person.value, message })
    },
  }
}

/** Who the session is now, for those who have waited for their turn. */
export const personOf = ({ person, hasName }: Session): Outcome<Person, 'unauthorized'> =>
  person && hasName
    ? succeed(person)
    : refuse('unauthorized', 'Join a room first, with the name you want to have')

export const noSuchRoom = (roomId: RoomId) => refuse('not-found', `There is no room "${roomId}"`)

export const noSuchMessage = () =>
  refuse('not-found', 'There is no such message in this room, or it was deleted')
