import type { RoomId } from '#shared/domain/ids.ts'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import type { Undo } from '#shared/lib/scope.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import {
  emptyMediaList,
  withMediaChange,
  withMediaPage,
  type MediaList,
} from '../state/media-list.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext } from './context.ts'
import { openConversation } from './open-conversation.ts'

/** Two screens of pictures; rows are fewer on a screen. */
const PAGE_SIZE = 30

/** Opens the list of what was sent in the open conversation; asked again, it stays as it is. */
export function openMedia(context: ActionContext): void {
  const { store } = context
  const { openRoom, mediaList } = store.getState()
  if (openRoom === null) return
  store.setState(({ view }) => ({
    search: null,
    view: { ...view, dialog: null, drawer: 'media' },
  }))
  if (!mediaList) void load(context, emptyMediaList(openRoom, 'pictures'))
}

/** The same of a conversation that may not be on the screen. */
export async function openMediaOf(context: ActionContext, roomId: RoomId): Promise<void> {
  await openConversation(context, roomId)
  if (context.store.getState().openRoom === roomId) openMedia(context)
}

export const closeMedia = ({ store }: ActionContext): void =>
  store.setState(({ view }) => ({
    mediaList: null,
    view: { ...view, drawer: view.drawer === 'media' ? null : view.drawer },
  }))

export function chooseMedia(context: ActionContext, kind: MediaKind): void {
  const { mediaList } = context.store.getState()
  if (mediaList && mediaList.kind !== kind)
    void load(context, emptyMediaList(mediaList.roomId, kind))
}

/** Asks again for the newest; what is known stays on the screen meanwhile. */
export async function reloadMedia(context: ActionContext): Promise<void> {
  const { mediaList } = context.store.getState()
  if (mediaList) await load(context, mediaList)
}

/** Reads on where the list ends. */
export async function loadMoreMedia(context: ActionContext): Promise<void> {
  const { mediaList } = context.store.getState()
  const last = mediaList?.messages.at(-1)
  if (!mediaList || !last || !mediaList.more || isWaiting(mediaList)) return
  await ask(context, { ...mediaList, phase: { kind: 'loading-more', heard: [] } }, last.seq)
}

/** Something was sent, changed or deleted. */
export const handleMediaChange = ({ store }: ActionContext, message: StoredMessageWire): void =>
  store.setState(({ mediaList }) =>
    mediaList ? { mediaList: withMediaChange(mediaList, message) } : {},
  )

/** The list goes with the conversation on the screen, and is read anew after a break. */
export function followMediaList(context: ActionContext): Undo {
  return context.store.subscribe(({ mediaList, openRoom, link }, before) => {
    if (!mediaList || openRoom === null) return
    if (openRoom !== mediaList.roomId) {
      void load(context, emptyMediaList(openRoom, mediaList.kind))
    } else if (link.phase === 'online' && before.link.phase !== 'online') {
      void load(context, mediaList)
    }
  })
}

const isWaiting = ({ phase }: MediaList): boolean =>
  phase.kind === 'loading' || phase.kind === 'loading-more'

const load = (context: ActionContext, list: MediaList): Promise<void> =>
  ask(context, { ...list, phase: { kind: 'loading', heard: [] } }, null)

async function ask(context: ActionContext, list: MediaList, before: number | null): Promise<void> {
  const { store } = context
  store.setState({ mediaList: list })
  const { roomId, kind } = list
  const answer = await askServer(context, 'chat:media', {
    ...{ roomId, kind, limit: PAGE_SIZE },
    ...(before !== null && { before }),
  })
  store.setState(({ mediaList }) => {
    if (!mediaList || !isSameQuestion(mediaList, list)) return {}
    return answer.ok
      ? { mediaList: withMediaPage(mediaList, answer.value) }
      : { mediaList: { ...mediaList, phase: { kind: 'failed', reason: answer.error } } }
  })
}

/** Answers may come after somebody asked for something else, or closed the list. */
const isSameQuestion = (now: MediaList, asked: MediaList): boolean =>
  now.roomId === asked.roomId && now.kind === asked.kind && now.phase.kind === asked.phase.kind
