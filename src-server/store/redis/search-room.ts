import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { facetOfKind } from '#shared/domain/search-index.ts'
import type { SearchRequest } from '../../ports/search-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { SEARCH } from './search-scripts.ts'

/** A place in the order of all results: the newest time first, then by room, then the newest number. */
export interface Position {
  readonly time: number
  readonly roomId: RoomId
  /** Everything of the room from this number on has been looked at. */
  readonly seq: number
}

export interface Candidate extends Position {
  readonly id: MessageId
}

/** The order of results. */
export const isAhead = (one: Position, other: Position): boolean =>
  one.time !== other.time
    ? one.time > other.time
    : one.roomId !== other.roomId
      ? one.roomId < other.roomId
      : one.seq > other.seq

/** Looks into so many blocks of 256 numbers at once: a few milliseconds of Redis at most. */
const BLOCKS_AT_ONCE = 256

type SearchReply = readonly [
  seq: string,
  time: string,
  found: readonly (readonly [seq: string, time: string, id: MessageId])[],
]

/** What one conversation has for a search, found bit by bit. */
export interface RoomSearch {
  /** The newest one that was not taken yet; undefined when it has to look further. */
  head(): Candidate | undefined
  take(): void
  /** Where it will look further; null when it is through. */
  frontier(): Position | null
  look(): Promise<void>
}

export function createRoomSearch(deps: {
  readonly link: Link
  readonly keys: Keys
  readonly roomId: RoomId
  readonly request: SearchRequest
  readonly from: Position | null
}): RoomSearch {
  const { link, keys, roomId, request, from } = deps
  const conditions = conditionsOf(request)
  const queue: Candidate[] = []
  const start = from && startIn(roomId, from)
  const beforeTime = Math.min(start?.time ?? Infinity, request.before ?? Infinity)
  let before: { readonly seq: number | ''; readonly time: number | '' } = {
    seq: start?.seq ?? '',
    time: beforeTime === Infinity ? '' : beforeTime,
  }
  let frontier: Position | null = { time: Infinity, roomId, seq: Infinity }

  return {
    head: () => queue[0],
    take: () => void queue.shift(),
    frontier: () => frontier,
    async look() {
      const bounds = [before.seq, before.time, request.after ?? '']
      const most = [request.limit + 1, BLOCKS_AT_ONCE]
      const args = [...bounds, ...conditions, ...most]
      const [seq, time, found] = (await link.run(SEARCH, keys.room(roomId), args)) as SearchReply
      for (const [ofSeq, ofTime, id] of found) {
        queue.push({ id, roomId, seq: Number(ofSeq), time: Number(ofTime) })
      }
      frontier = seq === '0' ? null : { time: Number(time), roomId, seq: Number(seq) }
      before = { seq: Number(seq), time: '' }
    },
  }
}

/** What of the room comes after a position that may be in another one. */
function startIn(roomId: RoomId, { time, roomId: at, seq }: Position) {
  if (roomId === at) return { seq, time: time + 1 }
  return { seq: undefined, time: roomId > at ? time + 1 : time }
}

/** Words that have to be there, words that have to begin there, entries of which one has to be there. */
function conditionsOf({ terms, has, authors }: SearchRequest): readonly string[] {
  const patterns = terms.flat()
  const wordsWhere = (isPrefix: boolean): readonly string[] => [
    ...new Set(patterns.filter((pattern) => pattern.isPrefix === isPrefix).map(({ word }) => word)),
  ]
  const words = [...wordsWhere(false), ...has.map(facetOfKind)]
  return [words, wordsWhere(true), authors ? [authors] : []].map((list) => JSON.stringify(list))
}
