import type { NotificationLevel } from '#shared/domain/conversations.ts'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { Access } from './access.ts'
import type { Following } from './following.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'

export interface NotifyRequest {
  readonly roomId: RoomId
  readonly level: NotificationLevel
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

/** What somebody wants to hear of and to have on the list. Other devices of the person follow suit. */
export function createConversations(deps: {
  readonly access: Access
  readonly following: Following
  readonly conversations: ConversationStore
  readonly broadcaster: Broadcaster
}) {
  const { access, following, conversations, broadcaster } = deps

  async function levelOf(person: Person, roomId: RoomId): Promise<NotificationLevel> {
    const [overview] = await conversations.overview(person.id, [roomId], Number.MAX_SAFE_INTEGER)
    if (!overview) throw new Error('A store left out a conversation that it was asked for')
    return overview.notify
  }

  const isListed = async (person: Person, roomId: RoomId): Promise<boolean> =>
    !isReservedForDirect(roomId) || (await conversations.directOf(person.id)).includes(roomId)

  return {
    async follow(
      session: Session,
    ): Promise<Outcome<ReplyValue<'conversations:follow'>, 'unauthorized' | 'unavailable'>> {
      const person = await access.identified(session)
      return person.ok ? following.follow(session, person.value) : person
    },

    async setNotify(
      session: Session,
      { roomId, level }: NotifyRequest,
    ): Promise<Outcome<ReplyValue<'conversations:notify'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      const person = reader.value
      await conversations.setNotify(roomId, person.id, level)
      const isHidden = !(await isListed(person, roomId))
      const update = { roomId, notify: level, isHidden }
      broadcaster.toPerson(person.id, 'conversation:updated', update, { except: session.id })
      return succeed({})
    },

    async hide(
      session: Session,
      { roomId }: { readonly roomId: RoomId },
    ): Promise<Outcome<ReplyValue<'direct:hide'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      if (!isReservedForDirect(roomId)) {
        return refuse('forbidden', 'Only direct conversations can be taken off the list')
      }
      const person = reader.value
      await conversations.hide(roomId, person.id)
      const update = { roomId, notify: await levelOf(person, roomId), isHidden: true }
      broadcaster.toPerson(person.id, 'conversation:updated', update, { except: session.id })
      return succeed({})
    },
  }
}
