import type { RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import { hasTerms } from '#shared/domain/search-index.ts'
import type { SearchPage, SearchRequest, SearchStore } from '../../ports/search-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { FIND } from './message-scripts.ts'
import { toMessage, type MessageReply } from './replies.ts'
import {
  createRoomSearch,
  isAhead,
  type Candidate,
  type Position,
  type RoomSearch,
} from './search-room.ts'

/** A search that looks at more than this goes on with its next page. Each conversation is looked at once. */
const LOOKS_MAX = 400
const CANDIDATES_MAX = 2_000

/** Many at a time, because most of what has all words of a phrase is not the phrase. */
const CONFIRMED_AT_ONCE = 32

interface Hit {
  readonly at: Candidate
  readonly message: Message
}

/** Searching plain Redis: each conversation has an index of its own, and their results are merged. */
export function createSearchStore(link: Link, keys: Keys): SearchStore {
  async function messageAt({ roomId, id }: Candidate): Promise<Message | null> {
    const reply = await link.run(FIND, keys.room(roomId), [id])
    return reply === null ? null : toMessage(roomId, reply as MessageReply)
  }

  /** Words that are there need not follow one another, and a message may just have changed. */
  async function confirm(candidates: readonly Candidate[], { terms }: SearchRequest) {
    const messages = await Promise.all(candidates.map(messageAt))
    return candidates.flatMap((at, index): Hit[] => {
      const message = messages[index]
      if (!message || message.deletedAt !== null) return []
      return hasTerms(message, terms) ? [{ at, message }] : []
    })
  }

  async function searchFrom(from: Position | null, request: SearchRequest): Promise<SearchPage> {
    const { roomIds, limit } = request
    const rooms = roomIds.map((roomId) => createRoomSearch({ link, keys, roomId, request, from }))
    const hits: Hit[] = []
    let [looks, seen] = [-roomIds.length, 0]
    for (;;) {
      looks += await lookWhereNeeded(rooms)
      const candidates = takeInOrder(rooms, CONFIRMED_AT_ONCE)
      seen += candidates.length
      hits.push(...(await confirm(candidates, request)))
      const next = mostAhead(rooms.flatMap((room) => room.head() ?? room.frontier() ?? []))
      if (hits.length > limit) return pageOf(hits.slice(0, limit), hits[limit - 1]?.at ?? null)
      if (!next || looks >= LOOKS_MAX || seen >= CANDIDATES_MAX) return pageOf(hits, next)
    }
  }

  return {
    async search(request) {
      const { roomIds, authors, cursor } = request
      const from = cursor === null ? null : parseCursor(cursor)
      const isHopeless = roomIds.length === 0 || authors?.length === 0
      if (isHopeless || (cursor !== null && !from)) return pageOf([], null)
      return searchFrom(from, request)
    },
  }
}

const mostAhead = <Place extends Position>(places: readonly Place[]): Place | null =>
  places.reduce<Place | null>((best, place) => (best && !isAhead(place, best) ? best : place), null)

const headsOf = (rooms: readonly RoomSearch[]): Candidate[] =>
  rooms.flatMap((room) => room.head() ?? [])

/** Conversations that have nothing ready, and may have something that comes before all that is. */
function needingALook(rooms: readonly RoomSearch[]): readonly RoomSearch[] {
  const best = mostAhead(headsOf(rooms))
  return rooms.filter((room) => {
    const frontier = room.head() ? null : room.frontier()
    return frontier !== null && (!best || isAhead(frontier, best))
  })
}

/** @returns how many were looked at */
async function lookWhereNeeded(rooms: readonly RoomSearch[]): Promise<number> {
  const needing = needingALook(rooms)
  await Promise.all(needing.map((room) => room.look()))
  return needing.length
}

/** Takes what is ready, in the order of the results, until something may come before it. */
function takeInOrder(rooms: readonly RoomSearch[], most: number): Candidate[] {
  const taken: Candidate[] = []
  while (taken.length < most && needingALook(rooms).length === 0) {
    const best = mostAhead(headsOf(rooms))
    if (!best) break
    rooms.find((room) => room.head() === best)?.take()
    taken.push(best)
  }
  return taken
}

const pageOf = (hits: readonly Hit[], next: Position | null): SearchPage => ({
  messages: hits.map(({ message }) => message),
  cursor: next && `${next.time}.${next.roomId}.${next.seq}`,
})

function parseCursor(cursor: string): Position | null {
  const [, time, roomId, seq] = /^(\d{1,15})\.([a-z0-9-]{1,64})\.(\d{1,15})$/.exec(cursor) ?? []
  return roomId === undefined
    ? null
    : { time: Number(time), roomId: roomId as RoomId, seq: Number(seq) }
}
