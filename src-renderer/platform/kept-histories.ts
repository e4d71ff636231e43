import type { RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import {
  keptHistoryIndexSchema,
  keptHistorySchema,
  keptServerSchema,
  type KeptHistory,
  type KeptServer,
} from './kept.ts'
import type { ParsedStorage } from './parsed-storage.ts'

/** A page of what was said last; older ones come with the server. */
const MESSAGES_MAX = 50

/** Long letters count for more: of one conversation no more than this is kept, in UTF-16 code units. */
const HISTORY_MAX_LENGTH = 40_000

/** Conversations of one stay, and of all: within the five million units that a page may store. */
const HISTORIES_MAX = 20
const ALL_HISTORIES_MAX = 60

/** Histories by server and person, so that they can be read while the server is away. */
export interface KeptHistories {
  /** What a server looked like when it was last seen; null when it never was. */
  keptServer(key: string): KeptServer | null
  rememberServer(key: string, server: KeptServer): void
  keptHistories(key: string): ReadonlyMap<RoomId, KeptHistory>
  /** Keeps the newest page; the conversations written longest ago make place. */
  rememberHistory(key: string, roomId: RoomId, history: KeptHistory): void
  forgetHistory(key: string, roomId: RoomId): void
  /** Nothing that was said on this server stays here, whoever was there. */
  forgetServer(origin: ServerOrigin): void
}

interface Entry {
  readonly key: string
  readonly roomId: RoomId
}

/** A key is an origin, a space and a name. */
export const isOfServer = (key: string, origin: ServerOrigin): boolean =>
  key.startsWith(`${origin} `)

const historyName = ({ key, roomId }: Entry): string => `history ${key} ${roomId}`
const serverName = (key: string): string => `server ${key}`

export function createKeptHistories(storage: ParsedStorage): KeptHistories {
  const index = (): readonly Entry[] => storage.readCopy('histories', keptHistoryIndexSchema) ?? []
  const servers = (): readonly string[] => [...new Set(index().map(({ key }) => key))]

  /** What is not in the index any more goes; the index is written last, so that nothing is orphaned. */
  const setIndex = (entries: readonly Entry[]): void => {
    const kept = new Set(entries.map(historyName))
    for (const entry of index())
      if (!kept.has(historyName(entry))) storage.remove(historyName(entry))
    storage.write('histories', entries)
  }

  return {
    keptServer: (key) => storage.readCopy(serverName(key), keptServerSchema),
    rememberServer(key, server) {
      storage.write(serverName(key), server)
    },
    keptHistories: (key) =>
      new Map(
        index()
          .filter((entry) => entry.key === key)
          .flatMap((entry) => {
            const history = storage.readCopy(historyName(entry), keptHistorySchema)
            return history ? [[entry.roomId, history] as const] : []
          }),
      ),
    rememberHistory(key, roomId, history) {
      const entry = { key, roomId }
      const others = index().filter((other) => historyName(other) !== historyName(entry))
      if (!storage.write(historyName(entry), newestOf(history))) return
      setIndex(bounded([entry, ...others]))
    },
    forgetHistory(key, roomId) {
      setIndex(index().filter((entry) => entry.key !== key || entry.roomId !== roomId))
    },
    forgetServer(origin) {
      for (const key of servers()) if (isOfServer(key, origin)) storage.remove(serverName(key))
      setIndex(index().filter(({ key }) => !isOfServer(key, origin)))
    },
  }
}

function bounded(entries: readonly Entry[]): readonly Entry[] {
  const counts = new Map<string, number>()
  const kept = entries.filter(({ key }) => {
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= HISTORIES_MAX
  })
  return kept.slice(0, ALL_HISTORIES_MAX)
}

function newestOf(history: KeptHistory): KeptHistory {
  let length = 0
  const messages = history.messages.slice(-MESSAGES_MAX)
  const first = messages.findLastIndex((message) => {
    length += JSON.stringify(message).length
    return length > HISTORY_MAX_LENGTH
  })
  // At least the last one, however long it is.
  const kept = messages.slice(Math.min(first + 1, messages.length - 1))
  const isWhole = kept.length === history.messages.length
  return { ...history, messages: kept, isAtStart: history.isAtStart && isWhole }
}
