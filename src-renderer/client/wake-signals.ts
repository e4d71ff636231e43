import type { Undo } from '#shared/lib/scope.ts'

/** Tells when waiting any longer makes no sense: the network or the user came back. */
export type WakeSignals = (wake: () => void) => Undo

export const browserWakeSignals: WakeSignals = (wake) => {
  const wakeWhenVisible = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  window.addEventListener('online', wake)
  window.addEventListener('focus', wake)
  document.addEventListener('visibilitychange', wakeWhenVisible)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('focus', wake)
    document.removeEventListener('visibilitychange', wakeWhenVisible)
  }
}
