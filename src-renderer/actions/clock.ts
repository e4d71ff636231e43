import type { Undo } from '#shared/lib/scope.ts'
import type { ActionContext } from './context.ts'

/** What is shown counts in whole seconds. */
const TICK_MS = 1_000

/** Moves the time that the screen shows, for as long as something on it counts. */
export function watchClock({ store, now }: ActionContext): Undo {
  const tick = (): void => store.setState({ now: now() })
  tick()
  const timer = setInterval(tick, TICK_MS)
  return () => clearInterval(timer)
}
