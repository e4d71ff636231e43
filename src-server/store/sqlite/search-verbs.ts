import type { Message } from '#shared/domain/messages.ts'
import { facetOfKind } from '#shared/domain/search-index.ts'
import type { SearchTerm } from '#shared/domain/search-query.ts'
import type { SearchPage, SearchRequest } from '../../ports/search-store.ts'
import type { MessageReads } from './message-reads.ts'
import { SELECT_MESSAGES, type MessageRow } from './message-rows.ts'
import { facetOfRoom, placeOf, type SearchIndex } from './search-index.ts'
import type { Statements } from './statements.ts'

/** Searching, and putting into the index what was said before there was one. */
export function createSearchVerbs({ query }: Statements, reads: MessageReads, index: SearchIndex) {
  const matching = query<{ rowid: number }>(
    `SELECT rowid FROM message_words WHERE message_words MATCH ? AND rowid >= ? AND rowid < ?
     ORDER BY rowid DESC LIMIT ?`,
  )
  const at = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.search_id IN (SELECT value FROM json_each(?))
     ORDER BY messages.search_id DESC`,
  )
  const notIndexed = query<MessageRow>(
    `${SELECT_MESSAGES} WHERE messages.search_id IS NULL
     ORDER BY messages.room_id, messages.seq LIMIT ?`,
  )

  const messagesAt = (places: readonly number[]): readonly Message[] =>
    reads.withReactions(at(JSON.stringify(places)))

  return {
    reads: {
      search(request: SearchRequest): SearchPage {
        const { roomIds, authors, cursor, limit, after, before } = request
        const upper = Math.min(cursorPlace(cursor), before === null ? Infinity : placeOf(before))
        if (roomIds.length === 0 || authors?.length === 0 || Number.isNaN(upper))
          return { messages: [], cursor: null }
        const end = Math.min(upper, Number.MAX_SAFE_INTEGER)
        const found = matching(expressionFor(request), placeOf(after ?? 0), end, limit + 1)
        const places = found.slice(0, limit).map(({ rowid }) => rowid)
        const hasMore = found.length > limit
        return { messages: messagesAt(places), cursor: hasMore ? String(places.at(-1)) : null }
      },
    },
    writes: {
      /** @returns whether there may be more */
      indexMore(limit: number): boolean {
        const messages = reads.withReactions(notIndexed(limit))
        for (const message of messages) index.add(message)
        return messages.length === limit
      },
    },
  }
}

/** Where the page before ended; NaN for what no page gave. */
const cursorPlace = (cursor: string | null): number =>
  cursor === null ? Infinity : /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN

/**
 * The search in the language of FTS5. Words and facets stand in quotes, and none can contain one, so
 * nothing that somebody typed is ever read as an operator.
 */
function expressionFor({ roomIds, terms, authors, has }: SearchRequest): string {
  return [
    ...terms.map((term) => `words : ${phrase(term)}`),
    ...has.map((kind) => facet([facetOfKind(kind)])),
    ...(authors ? [facet(authors)] : []),
    facet(roomIds.map(facetOfRoom)),
  ].join(' AND ')
}

const quoted = (text: string): string => `"${text.replaceAll('"', '')}"`

function phrase(term: SearchTerm): string {
  const mayGoOn = term.at(-1)?.isPrefix ?? false
  return quoted(term.map(({ word }) => word).join(' ')) + (mayGoOn ? ' *' : '')
}

const facet = (anyOf: readonly string[]): string => `facets : (${anyOf.map(quoted).join(' OR ')})`
