import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { TextMessage } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { MessageStore } from '../ports/message-store.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rooms } from './rooms.ts'
import type { Session } from './session.ts'

/** Somebody and a message that this somebody may read. */
export interface MessageInSight {
  readonly person: Person
  readonly message: TextMessage
}

export type Access = ReturnType<typeof createAccess>

/** Who may read and speak where: only those in the room do. Waits for a join that was asked for before. */
export function createAccess(deps: { readonly rooms: Rooms; readonly messages: MessageStore }) {
  const { rooms, messages } = deps

  async function identified(session: Session): Promise<Outcome<Person, 'unauthorized'>> {
    await session.settled
    return session.person && session.hasName
      ? succeed(session.person)
      : refuse('unauthorized', 'Join a room first, with the name you want to have')
  }

  return {
    async toRoom(
      session: Session,
      roomId: RoomId,
    ): Promise<Outcome<Person, 'unauthorized' | 'forbidden' | 'not-found'>> {
      const person = await identified(session)
      if (!person.ok || session.room === roomId) return person
      return (await rooms.find(roomId))
        ? refuse('forbidden', 'You are not in this room')
        : refuse('not-found', `There is no room "${roomId}"`)
    },

    /**
     * A message of the room that the session is in. A message of another room is answered like one
     * that never was, so that nobody learns what there is elsewhere.
     */
    async toMessage(
      session: Session,
      messageId: MessageId,
    ): Promise<Outcome<MessageInSight, 'unauthorized' | 'not-found'>> {
      const person = await identified(session)
      if (!person.ok) return person
      const message = session.room && (await messages.find(messageId))
      return message && message.roomId === session.room
        ? succeed({ person: person.value, message })
        : noSuchMessage()
    },
  }
}

export const noSuchMessage = () =>
  refuse('not-found', 'There is no such message in this room, or it was deleted')
