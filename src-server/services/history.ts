import type { RoomId } from '#shared/domain/ids.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { MessageStore, PageRange } from '../ports/message-store.ts'
import type { Access } from './access.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import { toMessageWire } from './wire.ts'

export interface HistoryRequest {
  readonly roomId: RoomId
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
  readonly limit: number
}

export interface ChangesRequest {
  readonly roomId: RoomId
  readonly after: number
  readonly limit: number
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

/** Reading: pages of what was said and of what was sent, and what happened since a number that somebody knows. */
export function createHistory(deps: { readonly access: Access; readonly messages: MessageStore }) {
  const { access, messages } = deps

  return {
    async history(
      session: Session,
      request: HistoryRequest,
    ): Promise<Outcome<ReplyValue<'chat:history'>, Refusals>> {
      const reader = await access.toRoom(session, request.roomId)
      if (!reader.ok) return reader
      const page = await messages.page(request.roomId, rangeOf(request), request.limit)
      const { more, moreAfter } = page
      return succeed({ messages: page.messages.map(toMessageWire), more, moreAfter })
    },

    async media(
      session: Session,
      { roomId, kind, before, limit }: ParsedInput<'chat:media'>,
    ): Promise<Outcome<ReplyValue<'chat:media'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      const { messages: found, more } = await messages.media({
        roomId,
        kind,
        before: before ?? null,
        limit,
      })
      return succeed({ messages: found.map(toMessageWire), more })
    },

    async changes(
      session: Session,
      { roomId, after, limit }: ChangesRequest,
    ): Promise<Outcome<ReplyValue<'chat:changes'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      const { messages: changed, ...rest } = await messages.changes(roomId, after, limit)
      return succeed({ messages: changed.map(toMessageWire), ...rest })
    },
  }
}

function rangeOf({ before, after, around }: HistoryRequest): PageRange {
  if (before !== undefined) return { from: 'before', seq: before }
  if (after !== undefined) return { from: 'after', seq: after }
  if (around !== undefined) return { from: 'around', seq: around }
  return { from: 'newest' }
}
