import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import { facetsOf, searchableText } from '#shared/domain/search-index.ts'
import { textWords } from '#shared/domain/search-words.ts'
import type { Statements } from './statements.ts'

/** Places in the order of the index for each millisecond; a number must stay exact until 2109. */
const PLACES_PER_MS = 2_048
const LAST_MS = Math.floor(Number.MAX_SAFE_INTEGER / PLACES_PER_MS) - 1

/** Where a moment begins in the order of the index. */
export const placeOf = (time: number): number =>
  Math.min(Math.max(Math.floor(time), 0), LAST_MS) * PLACES_PER_MS

export const facetOfRoom = (roomId: RoomId): string => `=${roomId}`

type Located = Pick<Message, 'id' | 'roomId' | 'seq' | 'createdAt'>

export type SearchIndex = ReturnType<typeof createSearchIndex>

/** Keeps the index true: whoever changes a message says so here, in the same transaction. */
export function createSearchIndex({ query, command }: Statements) {
  const placesOf = query<{ search_id: number | null }>(
    'SELECT search_id FROM messages WHERE id = ?',
  )
  const placeBefore = query<{ search_id: number }>(
    `SELECT search_id FROM messages WHERE room_id = ? AND seq < ? AND search_id IS NOT NULL
     ORDER BY seq DESC LIMIT 1`,
  )
  const lastBelow = query<{ search_id: number }>(
    `SELECT search_id FROM messages WHERE search_id IS NOT NULL AND search_id < ?
     ORDER BY search_id DESC LIMIT 1`,
  )
  const setPlace = command('UPDATE messages SET search_id = ? WHERE id = ?')
  const insert = command('INSERT INTO message_words (rowid, words, facets) VALUES (?, ?, ?)')
  const withdraw = command('DELETE FROM message_words WHERE rowid = ?')

  const place = (id: MessageId): number | null => placesOf(id)[0]?.search_id ?? null

  /** A free place at the time of the message, and after the message before it in any case. */
  function newPlace({ roomId, seq, createdAt }: Located): number {
    const earliest = Math.max(
      placeOf(createdAt),
      (placeBefore(roomId, seq)[0]?.search_id ?? -1) + 1,
    )
    // What was said in the same millisecond comes after what is there; a full one flows over.
    for (let end = placeOf(earliest / PLACES_PER_MS) + PLACES_PER_MS; ; end += PLACES_PER_MS) {
      const last = lastBelow(end)[0]?.search_id ?? -1
      const free = Math.max(earliest, last + 1, end - PLACES_PER_MS)
      if (free < end) return free
    }
  }

  const entryOf = (message: Message): readonly [words: string, facets: string] => [
    textWords(searchableText(message))
      .map(({ word }) => word)
      .join(' '),
    [facetOfRoom(message.roomId), ...facetsOf(message)].join(' '),
  ]

  return {
    /** The message has just been stored, and is in no index. */
    add(message: Message): void {
      const free = newPlace(message)
      setPlace(free, message.id)
      if (message.deletedAt === null) insert(free, ...entryOf(message))
    },

    /** The message is now something else. One that is in no index yet gets there as it is. */
    replace(message: Message): void {
      const at = place(message.id)
      if (at === null) return
      withdraw(at)
      if (message.deletedAt === null) insert(at, ...entryOf(message))
    },

    /** The message is about to go. Its place in the order goes with its row. */
    drop({ id }: Message): void {
      const at = place(id)
      if (at !== null) withdraw(at)
    },
  }
}
