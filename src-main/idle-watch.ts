import type { PowerMonitor } from 'electron'

/** Somebody who has touched nothing on this computer for so long is away, in seconds. */
const IDLE_AFTER_SECONDS = 5 * 60

const LOOK_EVERY_MS = 15_000

/**
 * Tells when this computer is left alone and when somebody is back: whoever works in another program
 * is not away. A locked screen counts as left alone at once.
 */
export function watchIdle(
  monitor: Pick<PowerMonitor, 'getSystemIdleState'>,
  tell: (isIdle: boolean) => void,
): void {
  let wasIdle = false
  setInterval(() => {
    const state = monitor.getSystemIdleState(IDLE_AFTER_SECONDS)
    // Where the system does not say, nobody is called away.
    const isIdle = state === 'idle' || state === 'locked'
    if (isIdle === wasIdle) return
    wasIdle = isIdle
    tell(isIdle)
  }, LOOK_EVERY_MS).unref()
}
