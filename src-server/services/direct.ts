import { directIdOf } from '#shared/domain/direct.ts'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { Access } from './access.ts'
import type { Directory } from './directory.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Overviews } from './overviews.ts'
import type { Profiles } from './profiles.ts'
import type { Say } from './say.ts'
import type { Session } from './session.ts'

export interface DirectRequest {
  /** A name or an id. */
  readonly to: string
  readonly text: string
  readonly clientId?: ClientId | undefined
  readonly replyTo?: MessageId | undefined
}

/** What somebody chooses about somebody else. */
export interface ChoiceRequest {
  readonly userId: PersonId
  readonly on: boolean
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'
type ChoiceRefusals = 'unauthorized' | 'not-found' | 'conflict'

/** Speaking to one person, here or not, and refusing to be spoken to or rung by them. */
export function createDirect(deps: {
  readonly access: Access
  readonly say: Say
  readonly directory: Directory
  readonly overviews: Overviews
  readonly profiles: Profiles
  readonly conversations: ConversationStore
  readonly broadcaster: Broadcaster
  readonly endCalls: (one: PersonId, other: PersonId) => Promise<void>
}) {
  const { access, say, directory, overviews, profiles, conversations, broadcaster, endCalls } = deps

  /** Who asks, and the conversation with the one who was named. */
  async function conversationWith(
    session: Session,
    idOrName: string,
  ): Promise<Outcome<{ readonly person: Person; readonly roomId: RoomId }, Refusals>> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const other = await directory.find(idOrName)
    if (!other) return nobody()
    if (other.id === person.value.id) {
      return refuse('forbidden', 'A direct conversation needs somebody else')
    }
    return succeed({ person: person.value, roomId: directIdOf(person.value.id, other.id) })
  }

  /** Keeps what somebody chose about somebody else, and tells their other devices. */
  async function choose<Kept>(
    session: Session,
    userId: PersonId,
    { refusal, keep }: { readonly refusal: string; readonly keep: (me: PersonId) => Promise<Kept> },
  ): Promise<Outcome<Kept, ChoiceRefusals>> {
    const person = await access.identified(session)
    if (!person.ok) return person
    const { id } = person.value
    if (userId === id) return refuse('conflict', refusal)
    if (!(await directory.find(userId))) return nobody()
    const kept = await keep(id)
    const own = await profiles.own(id)
    broadcaster.toPerson(id, 'profile:changed', own, { except: session.id })
    return succeed(kept)
  }

  return {
    async sayDirect(
      session: Session,
      { to, ...request }: DirectRequest,
    ): Promise<Outcome<ReplyValue<'chat:direct'>, Refusals | 'rate-limited'>> {
      const found = await conversationWith(session, to)
      if (!found.ok) return found
      return say(session, { ...request, roomId: found.value.roomId })
    },

    async open(
      session: Session,
      { userId }: { readonly userId: PersonId },
    ): Promise<Outcome<ReplyValue<'direct:open'>, Refusals>> {
      const found = await conversationWith(session, userId)
      if (!found.ok) return found
      const { person, roomId } = found.value
      return succeed({ conversation: await overviews.ofOne(person.id, roomId) })
    },

    block: (
      session: Session,
      { userId, on }: ChoiceRequest,
    ): Promise<Outcome<ReplyValue<'person:block'>, ChoiceRefusals>> =>
      choose(session, userId, {
        refusal: 'Nobody can block themselves',
        async keep(me) {
          const blocked = await conversations.block(me, userId, on)
          if (on) await endCalls(me, userId)
          return { blocked: [...blocked] }
        },
      }),

    setRings: (
      session: Session,
      { userId, on }: ChoiceRequest,
    ): Promise<Outcome<ReplyValue<'person:ring'>, ChoiceRefusals>> =>
      choose(session, userId, {
        refusal: 'Nobody can call themselves',
        keep: async (me) => ({
          quietCallers: [...(await conversations.setRings(me, userId, on))],
        }),
      }),
  }
}

const nobody = () => refuse('not-found', 'Nobody of this name or id was ever here')
