import { otherOfDirect } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { nameKey } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import { facetOfName, facetOfPerson } from '#shared/domain/search-index.ts'
import { matchingWords } from '#shared/domain/search-match.ts'
import type { SearchQuery } from '#shared/domain/search-query.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { NameStore } from '../ports/name-store.ts'
import type { RoomStore } from '../ports/room-store.ts'
import type { SearchStore } from '../ports/search-store.ts'
import type { Access } from './access.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { toMessageWire } from './wire.ts'

type SearchOutcome = Outcome<ReplyValue<'chat:search'>, 'unauthorized' | 'not-found'>

/** Conversations that somebody may read. */
interface Readable {
  readonly rooms: readonly Room[]
  readonly directs: readonly RoomId[]
}

export type Search = ReturnType<typeof createSearch>

/**
 * Searching in what somebody may read. The conversations are chosen before anything is looked for, so
 * neither results nor pages nor their number depend on what there is elsewhere.
 */
export function createSearch(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly rooms: RoomStore
  readonly conversations: ConversationStore
  readonly names: NameStore
  readonly search: SearchStore
}) {
  const { access, rules, rooms, conversations, names, search } = deps

  async function readableBy(person: Person): Promise<Readable> {
    const all = await rooms.list()
    const mayRead = await Promise.all(all.map((room) => rules.mayRead(person, room)))
    return {
      rooms: all.filter((_, index) => mayRead[index]),
      directs: await conversations.everyDirectOf(person.id),
    }
  }

  const peopleCalled = async (wanted: readonly string[]) =>
    (await names.find(wanted.map(nameKey))).flatMap((id) => id ?? [])

  /** Rooms by id or name, direct conversations by the name of the other one. */
  async function chosenFrom(
    readable: Readable,
    wanted: string,
    me: Person,
  ): Promise<readonly RoomId[]> {
    const key = nameKey(wanted)
    const others = await peopleCalled([wanted])
    return [
      ...readable.rooms.filter(({ id, name }) => id === key || nameKey(name) === key),
      ...readable.directs
        .filter((id) => others.includes(otherOfDirect(id, me.id) ?? me.id))
        .map((id) => ({ id })),
    ].map(({ id }) => id)
  }

  async function conversationsFor(
    person: Person,
    query: SearchQuery,
    only: RoomId | undefined,
  ): Promise<Outcome<readonly RoomId[], 'not-found'>> {
    const readable = await readableBy(person)
    const all = [...readable.rooms.map(({ id }) => id), ...readable.directs]
    if (only !== undefined && !all.includes(only)) {
      return refuse('not-found', `There is no room "${only}"`)
    }
    const chosen = new Set<RoomId>(query.in.length === 0 ? all : [])
    for (const wanted of query.in) {
      const ids = await chosenFrom(readable, wanted, person)
      if (ids.length === 0) {
        return refuse('not-found', `There is no conversation "${wanted}" that you may read`)
      }
      for (const id of ids) chosen.add(id)
    }
    return succeed([...chosen].filter((id) => only === undefined || id === only))
  }

  /** Whoever wrote under the name, and whoever has it now under whatever name. */
  async function authorsFor({ from }: SearchQuery, me: Person): Promise<readonly string[] | null> {
    if (from.length === 0) return null
    const others = from.filter((name) => nameKey(name) !== 'me')
    return [
      ...(others.length < from.length ? [facetOfPerson(me.id)] : []),
      ...others.map(facetOfName),
      ...(await peopleCalled(others)).map(facetOfPerson),
    ]
  }

  return async function find(
    session: Session,
    { query, roomId, cursor, limit }: ParsedInput<'chat:search'>,
  ): Promise<SearchOutcome> {
    const reader = await access.identified(session)
    if (!reader.ok) return reader
    const where = await conversationsFor(reader.value, query, roomId)
    if (!where.ok) return where
    const authors = await authorsFor(query, reader.value)
    const { terms, before, after, has } = query
    const request = { roomIds: where.value, terms, authors, before, after, has, limit }
    const page = await search.search({ ...request, cursor: cursor ?? null })
    const results = page.messages.map((message) => ({
      message: toMessageWire(message),
      words: [...matchingWords(message.text, terms)],
    }))
    return succeed({ results, cursor: page.cursor, notes: query.unknownFilters.map(noteAbout) })
  }
}

const noteAbout = (filter: string): string =>
  `There is no filter "${filter}", so it was searched for as text. ` +
  'Filters are from:, in:, before:, after: and has:.'
