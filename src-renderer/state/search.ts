import type { RoomId } from '#shared/domain/ids.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'

export type SearchResult = ReplyValue<'chat:search'>['results'][number]

/** The search beside the conversation, and what it found. */
export interface Search {
  readonly query: string
  /** Only in this conversation; null searches everything that may be read. */
  readonly roomId: RoomId | null
  readonly phase:
    /** Nothing was asked for yet. */
    | { readonly kind: 'idle' }
    | { readonly kind: 'searching' }
    | { readonly kind: 'found' }
    | { readonly kind: 'loading-more' }
    | { readonly kind: 'failed'; readonly reason: string }
  /** The newest first. */
  readonly results: readonly SearchResult[]
  /** From where to go on; null when this is all. */
  readonly cursor: string | null
}

export const emptySearch = (roomId: RoomId | null): Search => ({
  query: '',
  roomId,
  phase: { kind: 'idle' },
  results: [],
  cursor: null,
})
