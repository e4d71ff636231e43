import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Message, MessageDraft } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Clock } from '../ports/clock.ts'
import type { Appended, MessageStore } from '../ports/message-store.ts'
import { noSuchMessage, type Access } from './access.ts'
import type { Heralds } from './heralds.ts'
import type { createMentions } from './mentions.ts'
import type { Outcome } from './outcome.ts'
import type { RoomOrder } from './room-order.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { createTurns } from './turns.ts'
import { toMessageWire } from './wire.ts'

/** Where something is to be said, whatever it is. */
export interface SpeakRequest {
  readonly roomId: RoomId
  readonly clientId?: ClientId | undefined
  readonly replyTo?: MessageId | undefined
}

/** What is said. */
export type Content = Pick<MessageDraft, 'type' | 'text' | 'attachments'>

export type SpeakRefusals = 'unauthorized' | 'forbidden' | 'not-found' | 'rate-limited'

type Spoken<Refusals extends ErrorCode> = Outcome<
  ReplyValue<'chat:message'>,
  SpeakRefusals | Refusals
>

export type Speak = ReturnType<typeof createSpeak>

/**
 * Speaking, in words, with one's voice or with files: the same rules for all of them. The room hears a
 * message only after it is safe, and a repeated one not again.
 */
export function createSpeak(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly order: RoomOrder
  readonly heralds: Heralds
  readonly spokenTo: ReturnType<typeof createMentions>
  readonly messages: MessageStore
  readonly clock: Clock
  readonly newMessageId: () => MessageId
}) {
  const { access, rules, order, heralds, spokenTo, messages, clock, newMessageId } = deps

  /** Whoever says several things at once says them one after the other, each under the rules. */
  const inTurn = createTurns()

  const isInRoom = async (id: MessageId, roomId: RoomId): Promise<boolean> =>
    (await messages.find(id))?.roomId === roomId

  /** What was said under the key before: it is said already, whatever is against saying it now. */
  async function saidBefore(
    { id }: Person,
    { roomId, clientId }: SpeakRequest,
  ): Promise<Message | null> {
    return clientId === undefined ? null : messages.findSent(roomId, id, clientId)
  }

  async function store(draft: MessageDraft): Promise<Appended> {
    const { message, duplicate } = await order.change(
      draft.roomId,
      async () => {
        const appended = await messages.append(draft)
        return { ...appended, announce: await heralds.of(appended) }
      },
      ({ announce }) => announce(),
    )
    return { message, duplicate }
  }

  /**
   * Everything before the message is on its way to the store. The waiting for the disk comes after one's
   * turn, so the promise of it is given back within something that is no promise.
   *
   * @param compose makes what is said, for which it may have to store something first: asked only when
   *   it may be said
   */
  async function begin<Refusals extends ErrorCode>(
    author: Person,
    request: SpeakRequest,
    compose: (author: Person) => Promise<Outcome<Content, Refusals>>,
  ): Promise<Outcome<{ readonly stored: Promise<Appended> }, SpeakRefusals | Refusals>> {
    const { roomId, clientId = null, replyTo = null } = request
    const refusal = await rules.refuseSpeech(author, roomId)
    if (refusal) {
      const message = await saidBefore(author, request)
      if (!message) return fail(refusal)
      return succeed({ stored: Promise.resolve({ message, duplicate: true }) })
    }
    if (replyTo && !(await isInRoom(replyTo, roomId))) return noSuchMessage()
    const content = await compose(author)
    if (!content.ok) return content
    const people = await spokenTo(author, roomId, content.value.text)
    rules.noteSpeech(author, roomId)
    const draft: MessageDraft = {
      ...content.value,
      ...people,
      call: null,
      id: newMessageId(),
      roomId,
      author: { id: author.id, name: author.name },
      createdAt: clock.now(),
      replyTo,
      clientId,
    }
    return succeed({ stored: store(draft) })
  }

  return async function speak<Refusals extends ErrorCode = never>(
    session: Session,
    request: SpeakRequest,
    compose: (author: Person) => Promise<Outcome<Content, Refusals>>,
  ): Promise<Spoken<Refusals>> {
    const author = await access.toRoom(session, request.roomId)
    if (!author.ok) return author
    const { value } = author
    const begun = await inTurn(value.id, () => begin(value, request, compose))
    if (!begun.ok) return begun
    const { message, duplicate } = await begun.value.stored
    return succeed({ message: toMessageWire(message), duplicate })
  }
}
