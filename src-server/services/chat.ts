import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageStore, PageRange } from '../ports/message-store.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rooms } from './rooms.ts'
import type { Session } from './session.ts'
import { toTextMessageWire } from './wire.ts'

export interface SayRequest {
  readonly roomId: RoomId
  readonly text: string
  readonly clientId?: ClientId | undefined
}

export interface HistoryRequest {
  readonly roomId: RoomId
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly limit: number
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

export type Chat = ReturnType<typeof createChat>

/** Speaking in a room and reading what was said in it. */
export function createChat(deps: {
  readonly rooms: Rooms
  readonly messages: MessageStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly newMessageId: () => MessageId
}) {
  const { rooms, messages, broadcaster, clock, newMessageId } = deps

  /** Only those in the room speak and read in it. Waits for a join that was asked for before. */
  async function enteredBy(session: Session, roomId: RoomId): Promise<Outcome<Person, Refusals>> {
    await session.settled
    if (!session.person || !session.hasName) {
      return refuse('unauthorized', 'Join a room first, with the name you want to have')
    }
    if (session.room === roomId) return succeed(session.person)
    return (await rooms.find(roomId))
      ? refuse('forbidden', 'You are not in this room')
      : refuse('not-found', `There is no room "${roomId}"`)
  }

  return {
    /** Tells the room only after the message is safe, and a repeated one not again. */
    async say(
      session: Session,
      { roomId, text, clientId }: SayRequest,
    ): Promise<Outcome<ReplyValue<'chat:message'>, Refusals>> {
      const author = await enteredBy(session, roomId)
      if (!author.ok) return author
      const { id, name } = author.value
      const { message, duplicate } = await messages.append({
        id: newMessageId(),
        roomId,
        type: 'text',
        text,
        author: { id, name },
        createdAt: clock.now(),
        clientId: clientId ?? null,
      })
      const wire = toTextMessageWire(message)
      if (!duplicate) broadcaster.toRoom(roomId, 'chat:message', wire)
      return succeed({ message: wire, duplicate })
    },

    async history(
      session: Session,
      request: HistoryRequest,
    ): Promise<Outcome<ReplyValue<'chat:history'>, Refusals>> {
      const reader = await enteredBy(session, request.roomId)
      if (!reader.ok) return reader
      const page = await messages.page(request.roomId, rangeOf(request), request.limit)
      return succeed({ messages: page.messages.map(toTextMessageWire), more: page.more })
    },
  }
}

function rangeOf({ before, after }: HistoryRequest): PageRange {
  if (before !== undefined) return { from: 'before', seq: before }
  if (after !== undefined) return { from: 'after', seq: after }
  return { from: 'newest' }
}
