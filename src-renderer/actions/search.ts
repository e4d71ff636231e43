import type { RoomId } from '#shared/domain/ids.ts'
import { emptySearch, type Search } from '../state/search.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext } from './context.ts'
import { jumpTo } from './jumping.ts'
import { pause } from './pause.ts'

/** Searching starts when somebody stops typing for this long: each search may read a lot. */
const TYPING_PAUSE_MS = 250

/** Opens the search beside the conversation; asked again, it stays as it is. */
export const openSearch = ({ store }: ActionContext): void =>
  store.setState(({ search, view }) => ({
    search: search ?? emptySearch(null),
    mediaList: null,
    view: { ...view, dialog: null, drawer: 'search' },
  }))

export const closeSearch = ({ store }: ActionContext): void =>
  store.setState(({ view }) => ({ search: null, view: { ...view, drawer: null } }))

/** Searches everywhere, or only in one conversation. */
export function searchIn(context: ActionContext, roomId: RoomId | null): void {
  const { search } = context.store.getState()
  if (!search || search.roomId === roomId) return
  context.store.setState({ search: { ...search, roomId } })
  void runSearch(context, search.query)
}

/** Searches for what was typed. Only the newest question counts. */
export async function runSearch(context: ActionContext, query: string): Promise<void> {
  const { store } = context
  const { search } = store.getState()
  if (!search) return
  if (query.trim() === '') {
    store.setState({ search: { ...emptySearch(search.roomId), query } })
    return
  }
  store.setState({ search: { ...search, query, phase: { kind: 'searching' } } })
  await pause(TYPING_PAUSE_MS)
  const now = store.getState().search
  if (now?.query !== query || now.roomId !== search.roomId) return
  const found = await ask(context, { query, roomId: search.roomId }, null)
  change(context, { query, roomId: search.roomId }, () =>
    found.ok
      ? { phase: { kind: 'found' }, results: found.value.results, cursor: found.value.cursor }
      : { phase: { kind: 'failed', reason: found.error }, results: [], cursor: null },
  )
}

/** Reads on where the found messages end. */
export async function searchOn(context: ActionContext): Promise<void> {
  const { store } = context
  const { search } = store.getState()
  if (!search || search.cursor === null || search.phase.kind === 'loading-more') return
  store.setState({ search: { ...search, phase: { kind: 'loading-more' } } })
  const found = await ask(context, search, search.cursor)
  change(context, search, (now) =>
    found.ok
      ? {
          phase: { kind: 'found' },
          results: [...now.results, ...found.value.results],
          cursor: found.value.cursor,
        }
      : { phase: { kind: 'failed', reason: found.error } },
  )
}

/** Shows a found message where it was said. */
export async function openFound(
  context: ActionContext,
  { roomId, seq }: { readonly roomId: RoomId; readonly seq: number },
): Promise<void> {
  context.store.setState(({ view }) => ({ view: { ...view, drawer: null } }))
  await jumpTo(context, roomId, seq)
}

const ask = (
  context: ActionContext,
  { query, roomId }: Pick<Search, 'query' | 'roomId'>,
  cursor: string | null,
) =>
  askServer(context, 'chat:search', {
    query,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(roomId !== null && { roomId }),
    ...(cursor !== null && { cursor }),
  })

/** Answers may come after somebody asked for something else, or closed the search. */
function change(
  { store }: ActionContext,
  asked: Pick<Search, 'query' | 'roomId'>,
  next: (search: Search) => Partial<Search>,
): void {
  store.setState(({ search }) =>
    search?.query === asked.query && search.roomId === asked.roomId
      ? { search: { ...search, ...next(search) } }
      : {},
  )
}
