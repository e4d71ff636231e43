import { directIdOf, otherOfDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { AppState } from './app-state.ts'
import { emptyConversation, type Conversation, type OutgoingMessage } from './conversation.ts'
import { EMPTY_STAY } from './stay.ts'

/** A change of who we are, under the same name: the token was lost, or the server forgot us. */
interface Change {
  readonly from: PersonId
  readonly to: PersonId
}

/**
 * What is left of a stay for somebody who is another person now: what the server just told, and what
 * waits to be sent. What was said before was said to somebody else.
 */
export const asAnotherPerson = (state: AppState, change: Change): Partial<AppState> => ({
  ...EMPTY_STAY,
  rooms: state.rooms,
  privateRooms: state.privateRooms,
  people: state.people,
  profiles: state.profiles,
  openRoom: state.openRoom && placeFor(state.openRoom, change),
  conversations: waitingFor(state.conversations, change),
})

/** The messages that wait, in the conversations that the other person has with the same people. */
export function waitingFor(
  conversations: ReadonlyMap<RoomId, Conversation>,
  change: Change,
): ReadonlyMap<RoomId, Conversation> {
  const waiting = [...conversations.values()].filter(({ outgoing }) => outgoing.length > 0)
  return new Map(
    waiting.map(({ roomId, outgoing }) => {
      const place = placeFor(roomId, change)
      const moved = place === roomId ? outgoing : outgoing.map(withoutAnswer)
      return [place, { ...emptyConversation(place), outgoing: moved }]
    }),
  )
}

function placeFor(roomId: RoomId, { from, to }: Change): RoomId {
  const other = otherOfDirect(roomId, from)
  return other === null || other === to ? roomId : directIdOf(to, other)
}

/** What it answered was said in another conversation. */
const withoutAnswer = (message: OutgoingMessage): OutgoingMessage => ({ ...message, replyTo: null })
