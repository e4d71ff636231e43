import type { Clock } from '../ports/clock.ts'

/**
 * Does something again and again until it is stopped, with a pause after each time. It has to deal with its
 * own faults: what it throws would end the repeating.
 */
export function createRepeat(clock: Clock, pauseMs: number, run: () => Promise<void>) {
  let cancel = (): void => {}
  let isStopped = false

  function startLater(): void {
    if (!isStopped) cancel = clock.after(pauseMs, () => void runNow())
  }

  async function runNow(): Promise<void> {
    await run()
    startLater()
  }

  return {
    start: (): void => void runNow(),
    /** The first time after a pause. */
    startLater,
    stop(): void {
      isStopped = true
      cancel()
    },
  }
}
