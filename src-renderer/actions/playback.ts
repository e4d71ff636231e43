import type { Undo } from '#shared/lib/scope.ts'
import { selectServer } from '../state/selectors.ts'
import type { ActionContext } from './context.ts'

/** What the player says becomes known to everybody who shows a recording. */
export function followPlayer({ player, store }: ActionContext): Undo {
  player.onChange((playback) => store.setState({ playback }))
  return () => player.stop()
}

const urlOf = ({ store }: ActionContext, path: string): string | null => {
  const origin = selectServer(store.getState())?.origin
  return origin === undefined ? null : new URL(path, origin).href
}

export function togglePlayback(context: ActionContext, path: string): void {
  const url = urlOf(context, path)
  if (url !== null) context.player.toggle(url)
}

export function seekPlayback(context: ActionContext, path: string, seconds: number): void {
  const url = urlOf(context, path)
  if (url !== null) context.player.seek(url, seconds)
}
