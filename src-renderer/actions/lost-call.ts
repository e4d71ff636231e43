import { createScope, type Undo } from '#shared/lib/scope.ts'
import type { CallLine } from '../media/call-line.ts'
import { isLeftAlone } from '../state/calls.ts'
import { loseCall } from './call-course.ts'
import { partOf } from './call-part.ts'
import type { ActionContext } from './context.ts'

/**
 * Somebody who has lost the server, and of whom nothing is heard either, is waited for so long: enough
 * for a page that is loaded again. With the next look it is five seconds at most, in milliseconds.
 */
const LOST_AFTER_MS = 4_500

const LOOK_EVERY_MS = 500

/**
 * Ends a call whose other device is gone without a word: the server has lost it and nothing comes from it
 * any more. Either of the two alone heals, and has the server's time for it.
 */
export function watchForLoss(context: ActionContext): Undo {
  const scope = createScope()
  let watched: Undo | null = null
  const stop = (): void => {
    watched?.()
    watched = null
  }
  scope.add(stop)
  scope.add(
    context.store.subscribe((state) => {
      if (state.link.phase !== 'online' || !isLeftAlone(state.calls, state.me?.id)) return stop()
      watched ??= watch(context)
    }),
  )
  return () => scope.close()
}

function watch(context: ActionContext): Undo {
  let quietSince = context.now()
  let last: number | null = null
  let isOver = false
  const look = async (): Promise<void> => {
    const part = partOf(context)
    if (!part) return
    const arrived = await arrivalsOf(part.line)
    if (isOver || partOf(context) !== part) return
    const isHeard = arrived === null ? part.line?.isAlive() === true : arrived !== last
    last = arrived
    if (isHeard) quietSince = context.now()
    else if (context.now() - quietSince >= LOST_AFTER_MS) void loseCall(context, part)
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  void arrivalsOf(partOf(context)?.line ?? null).then((arrived) => (last ??= arrived))
  return () => {
    isOver = true
    clearInterval(timer)
  }
}

/** Null while nothing is known. */
const arrivalsOf = async (line: CallLine | null): Promise<number | null> =>
  (await line?.arrivals().catch(() => null)) ?? null
