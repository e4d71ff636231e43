import { otherOfDirect, peopleOfDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Appended } from '../ports/message-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { Overviews } from './overviews.ts'
import { toMessageWire } from './wire.ts'

export type Heralds = ReturnType<typeof createHeralds>

/** Announces new messages: to a room, to the two of a direct conversation, which may just have begun. */
export function createHeralds(deps: {
  readonly overviews: Overviews
  readonly broadcaster: Broadcaster
}) {
  const { overviews, broadcaster } = deps

  async function readBegun(people: readonly PersonId[], roomId: RoomId) {
    try {
      return await Promise.all(
        people.map(async (id) => ({ id, wire: await overviews.ofOne(id, roomId) })),
      )
    } catch (error) {
      // The message itself is safe and is told all the same.
      if (error instanceof Unavailable) return []
      throw error
    }
  }

  function announce(message: Message): void {
    const { roomId, author, text, createdAt } = message
    const wire = toMessageWire(message)
    broadcaster.toRoom(roomId, 'chat:message', wire)
    const other = otherOfDirect(roomId, author.id)
    // The entry of a call is nothing that somebody said.
    if (other === null || message.type === 'call') return
    const received = { from: author.name, text, createdAt, message: wire }
    broadcaster.toPerson(other, 'chat:direct:received', received)
  }

  return {
    /** Reads what has to be told beside the message. @returns tells it, at once */
    async of({ message, duplicate }: Appended): Promise<() => void> {
      if (duplicate) return () => {}
      const people = message.seq === 1 ? (peopleOfDirect(message.roomId) ?? []) : []
      const begun = await readBegun(people, message.roomId)
      return () => {
        for (const { id, wire } of begun) broadcaster.toPerson(id, 'conversation:new', wire)
        announce(message)
      }
    },
  }
}
