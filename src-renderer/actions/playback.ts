import type { PersonId } from '#shared/domain/ids.ts'
import { createScope, type Undo } from '#shared/lib/scope.ts'
import { nextVoice, type Listening } from '../state/playback.ts'
import { selectServer } from '../state/selectors.ts'
import { roomOfLink } from '../state/voice.ts'
import type { ActionContext } from './context.ts'
import { updateSettings } from './settings.ts'

/** A voice message and where it was said, with the path of its sound on the server. */
export type Listened = Omit<Listening, 'url'> & { readonly path: string }

/** What the player says becomes known to everybody who shows a recording. */
export function followPlayer(context: ActionContext): Undo {
  const { player, store } = context
  const scope = createScope()
  player.onChange((playback) =>
    store.setState(playback === null ? { playback, listening: null } : { playback }),
  )
  player.onEnd((url) => playNext(context, url))
  scope.add(
    store.subscribe(({ voice }, before) => {
      // Whoever steps in to talk does not want to hear a message over it.
      const isNew = roomOfLink(voice.link) !== null && roomOfLink(before.voice.link) === null
      if (isNew) player.pause()
    }),
  )
  scope.add(() => player.stop())
  return () => scope.close()
}

const urlOf = ({ store }: ActionContext, path: string): string | null => {
  const origin = selectServer(store.getState())?.origin
  return origin === undefined ? null : new URL(path, origin).href
}

/** How fast somebody is played on this device, 1 as they spoke. */
const rateOf = ({ store }: ActionContext, person: PersonId | null): number =>
  (person && store.getState().settings.playbackRates[person]) ?? 1

export function togglePlayback(context: ActionContext, { path, ...listened }: Listened): void {
  const url = urlOf(context, path)
  if (url === null) return
  context.player.setRate(rateOf(context, listened.authorId))
  context.store.setState({ listening: { ...listened, url } })
  context.player.toggle(url)
}

export function seekPlayback(
  context: ActionContext,
  { path, ...listened }: Listened,
  seconds: number,
): void {
  const url = urlOf(context, path)
  if (url === null) return
  context.player.setRate(rateOf(context, listened.authorId))
  context.store.setState({ listening: { ...listened, url } })
  context.player.seek(url, seconds)
}

/** Plays or pauses what is listened to, wherever that was said. */
export function togglePlaying({ store, player }: ActionContext): void {
  const { listening } = store.getState()
  if (listening) player.toggle(listening.url)
}

/** Somebody who said several things in a row is heard to the end. */
function playNext(context: ActionContext, ended: string): void {
  const { listening, conversations } = context.store.getState()
  if (!listening || listening.url !== ended) return
  const { roomId, messageId } = listening
  const next = nextVoice(conversations.get(roomId)?.messages ?? [], messageId)
  if (next?.audio === undefined) return
  togglePlayback(context, {
    ...{ path: next.audio, roomId, messageId: next.id },
    ...{ authorId: next.userId, author: next.user },
  })
}

/** From now on this person is played so fast here. */
export async function setPlaybackRate(
  context: ActionContext,
  person: PersonId,
  rate: number,
): Promise<void> {
  const { settings, listening } = context.store.getState()
  if (listening?.authorId === person) context.player.setRate(rate)
  const { [person]: _before, ...others } = settings.playbackRates
  // What is as it was said needs no entry.
  const playbackRates = rate === 1 ? others : { ...others, [person]: rate }
  await updateSettings(context, { playbackRates })
}
