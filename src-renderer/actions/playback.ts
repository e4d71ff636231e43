import type { PersonId } from '#shared/domain/ids.ts'
import type { PlaybackOptions } from '#shared/ipc/settings.ts'
import { createScope, type Undo } from '#shared/lib/scope.ts'
import {
  playbackOptionsOf,
  nextVoice,
  withPlaybackOptions,
  type Listening,
} from '../state/playback.ts'
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

/** The player is ready for it, as fast and as loud as is wished for this person. @returns its address */
function turnTo(context: ActionContext, { path, ...listened }: Listened): string | null {
  const url = urlOf(context, path)
  if (url === null) return null
  applyOptions(context, listened.authorId)
  context.store.setState({ listening: { ...listened, url } })
  return url
}

function applyOptions({ player, store }: ActionContext, person: PersonId | null): void {
  player.setOptions(playbackOptionsOf(store.getState().settings.playback, person))
}

export function togglePlayback(context: ActionContext, listened: Listened): void {
  const { player, store } = context
  const before = store.getState()
  const url = turnTo(context, listened)
  if (url === null) return
  const at = before.listened.get(listened.messageId) ?? 0
  if (at > 0 && before.playback?.url !== url) player.seek(url, at)
  player.toggle(url)
}

export function seekPlayback(context: ActionContext, listened: Listened, seconds: number): void {
  const url = turnTo(context, listened)
  if (url !== null) context.player.seek(url, seconds)
}

/** Plays or pauses what is listened to, wherever that was said. */
export function togglePlaying({ store, player }: ActionContext): void {
  const { listening } = store.getState()
  if (listening) player.toggle(listening.url)
}

/** Voice messages that follow each other are heard one after the other. */
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

/** From now on this person is played so fast and so loud here. */
export async function changePlaybackOptions(
  context: ActionContext,
  person: PersonId,
  change: Partial<PlaybackOptions>,
): Promise<void> {
  const { settings } = context.store.getState()
  const kept = updateSettings(context, {
    playback: withPlaybackOptions(settings.playback, person, change),
  })
  if (context.store.getState().listening?.authorId === person) applyOptions(context, person)
  await kept
}
