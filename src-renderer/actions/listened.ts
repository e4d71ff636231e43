import type { MessageId } from '#shared/domain/ids.ts'
import type { Undo } from '#shared/lib/scope.ts'
import { withListened } from '../state/listened.ts'
import type { ActionContext } from './context.ts'

/** Rare enough for the disk, and no loss when the app ends in between. In seconds. */
const NOTE_EVERY = 5

/** Writes down what was listened to on this device and how far, so that it goes on from there. */
export function keepListened(context: ActionContext): Undo {
  const { store, platform, player } = context
  store.setState({ listened: new Map(platform.memory.listened()) })

  function note(id: MessageId, seconds: number): void {
    const { listened } = store.getState()
    if (listened.get(id) === seconds) return
    const next = withListened(listened, id, seconds)
    store.setState({ listened: next })
    platform.memory.rememberListened([...next])
  }

  player.onEnd((url) => {
    const { listening } = store.getState()
    if (listening?.url === url) note(listening.messageId, 0)
  })
  return store.subscribe((now, before) => {
    if (now.playback === before.playback) return
    const { playback: left, listening: leftOf } = before
    const isLeft = left !== null && left.url === leftOf?.url && left.url !== now.playback?.url
    if (isLeft && left.phase === 'playing') note(leftOf.messageId, left.position)
    const { playback, listening, listened } = now
    if (!playback || playback.url !== listening?.url) return
    const { messageId } = listening
    const noted = listened.get(messageId)
    if (playback.phase === 'playing') {
      const isFar = noted === undefined || Math.abs(noted - playback.position) >= NOTE_EVERY
      if (isFar) note(messageId, playback.position)
    } else if (playback.phase === 'paused' && noted !== undefined) {
      note(messageId, playback.position)
    }
  })
}
