import { otherOfDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { ConversationWire } from '#shared/protocol/wire.ts'
import type { ConversationStore, Overview } from '../ports/conversation-store.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { Profiles } from './profiles.ts'
import { toMessageWire } from './wire.ts'

export type Overviews = ReturnType<typeof createOverviews>

/** How things stand in conversations, for one person. */
export function createOverviews(deps: {
  readonly conversations: ConversationStore
  readonly people: PeopleStore
  readonly profiles: Profiles
}) {
  const { conversations, people, profiles } = deps

  async function toWire(personId: PersonId, overview: Overview): Promise<ConversationWire> {
    const { roomId, lastSeq, trimmedUpTo, readSeq, unread, mentions, lastMessage, notify } =
      overview
    const other = otherOfDirect(roomId, personId)
    return {
      roomId,
      with: other && (await profiles.find(other)),
      lastSeq,
      trimmedUpTo,
      readSeq,
      unread,
      mentions,
      lastMessage: lastMessage && toMessageWire(lastMessage),
      notify,
    }
  }

  async function of(
    personId: PersonId,
    roomIds: readonly RoomId[],
  ): Promise<readonly ConversationWire[]> {
    const since = (await people.find(personId))?.createdAt ?? 0
    const overviews = await conversations.overview(personId, roomIds, since)
    return Promise.all(overviews.map((overview) => toWire(personId, overview)))
  }

  return {
    /** In the order asked for. */
    of,

    async ofOne(personId: PersonId, roomId: RoomId): Promise<ConversationWire> {
      const [one] = await of(personId, [roomId])
      if (!one) throw new Error('A store left out a conversation that it was asked for')
      return one
    },
  }
}
