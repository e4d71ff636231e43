import type { Undo } from '#shared/lib/scope.ts'

/** Tells when waiting any longer makes no sense: the network or the user came back. */
export type WakeSignals = (wake: () => void) => Undo

/** How often a look at the clock is taken, and how late one may be before the computer had slept. */
const LOOK_EVERY_MS = 5_000
const SLEPT_IF_LATER_BY_MS = 15_000

export const browserWakeSignals: WakeSignals = (wake) => {
  const wakeWhenVisible = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  const stopLooking = watchForSleep(wake)
  window.addEventListener('online', wake)
  window.addEventListener('focus', wake)
  document.addEventListener('visibilitychange', wakeWhenVisible)
  return () => {
    stopLooking()
    window.removeEventListener('online', wake)
    window.removeEventListener('focus', wake)
    document.removeEventListener('visibilitychange', wakeWhenVisible)
  }
}

/** No event tells of a sleep, but timers stand still in it and the clock does not. */
function watchForSleep(wake: () => void): Undo {
  let lastLook = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - lastLook > LOOK_EVERY_MS + SLEPT_IF_LATER_BY_MS) wake()
    lastLook = now
  }, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
