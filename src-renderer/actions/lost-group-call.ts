import type { Undo } from '#shared/lib/scope.ts'
import { groupCallOf } from '../state/group-calls.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { leaveVoice } from './voice.ts'

/** Much longer than a server takes to start again, in milliseconds. One that is stopped says so at once. */
const LOST_AFTER_MS = 60_000

/** A group call into which there is no way back is over, and leaves neither microphone nor camera open. */
export function watchForWayBack(context: ActionContext): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  const lose = (): void => {
    stop()
    showNotice(context, 'The call was lost. There was no connection for a minute.', 'problem')
    void leaveVoice(context)
  }
  const unfollow = context.store.subscribe((state, before) => {
    if (state.voice.link === before.voice.link) return
    // Each try is a new link, and the time goes on.
    if (groupCallOf(state)?.phase === 'rejoining') timer ??= setTimeout(lose, LOST_AFTER_MS)
    else stop()
  })
  return () => {
    stop()
    unfollow()
  }
}
