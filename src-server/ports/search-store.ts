import type { RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { SearchKind, SearchTerm } from '#shared/domain/search-query.ts'

export interface SearchRequest {
  /** Only there: whoever asks may read each of them. */
  readonly roomIds: readonly RoomId[]
  /** All of them, in the text or in the name of an attachment. */
  readonly terms: readonly SearchTerm[]
  /** From `facetOfPerson` and `facetOfName`: any of them; null for everybody. */
  readonly authors: readonly string[] | null
  /** Milliseconds since 1970: said before this moment. */
  readonly before: number | null
  /** Said at this moment or after it. */
  readonly after: number | null
  readonly has: readonly SearchKind[]
  /** Of the page before; one that no page gave finds nothing. */
  readonly cursor: string | null
  readonly limit: number
}

export interface SearchPage {
  readonly messages: readonly Message[]
  /**
   * For what is older; null when there is nothing. A search that has to look at very much ends early:
   * then a page is short, or even empty, and yet has a cursor.
   */
  readonly cursor: string | null
}

/**
 * Full text of every conversation, as it is now: a message can be found as soon as `append` has
 * returned, and what was edited away or deleted cannot be found any more. Every verb may throw
 * `Unavailable`.
 */
export interface SearchStore {
  /**
   * The newest first. Within one conversation its own order counts, so a message whose time is
   * earlier than that of the one before it (somebody set the clock) counts as just as old.
   */
  search(request: SearchRequest): Promise<SearchPage>
}
