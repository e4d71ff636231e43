import { otherOfDirect } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { Refusal } from './outcome.ts'

/**
 * Two people speak with each other only as long as neither of them blocks the other. Whoever is blocked
 * is not told so. A room is none of this rule's business: null.
 */
export const createDirectRule =
  ({ conversations }: { readonly conversations: ConversationStore }) =>
  async (person: Person, roomId: RoomId): Promise<Refusal<'forbidden'> | null> => {
    const other = otherOfDirect(roomId, person.id)
    if (other === null) return null
    const [mine, theirs] = await Promise.all(
      [person.id, other].map((id) => conversations.blockedBy(id)),
    )
    if (mine?.includes(other)) return { code: 'forbidden', message: 'You have blocked this person' }
    return theirs?.includes(person.id)
      ? { code: 'forbidden', message: 'This person cannot be reached at the moment' }
      : null
  }
