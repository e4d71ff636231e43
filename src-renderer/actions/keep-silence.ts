import type { Undo } from '#shared/lib/scope.ts'
import type { ActionContext } from './context.ts'

/** A page that is loaded again comes back into voice by itself: whoever was muted is not heard because of it. */
export function keepSilence({ store, platform }: ActionContext): Undo {
  const kept = platform.memory.silence()
  if (kept) store.setState(({ voice }) => ({ voice: { ...voice, ...kept } }))
  return store.subscribe(({ voice: { isMuted, isDeafened } }, { voice: before }) => {
    if (isMuted === before.isMuted && isDeafened === before.isDeafened) return
    platform.memory.rememberSilence({ isMuted, isDeafened })
  })
}
