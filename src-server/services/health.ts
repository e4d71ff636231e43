import type { Clock } from '../ports/clock.ts'

/** Each look at the disk is a real write, so however many ask, there is one a second. */
const KEEP_RESULT_MS = 1_000

/** A disk that does not answer within this time is as bad as one that refuses. */
const PATIENCE_MS = 5_000

interface HealthReport {
  readonly status: 'ok' | 'unavailable'
  /** Seconds since the start. */
  readonly uptime: number
}

export interface Health {
  report(): Promise<HealthReport>
}

/** Whether the store takes what it is given. */
export function createHealth(deps: {
  readonly clock: Clock
  readonly isStoreHealthy: () => Promise<boolean>
}): Health {
  const { clock, isStoreHealthy } = deps
  const startedAt = clock.monotonic()
  let askedAt = -Infinity
  let result: Promise<boolean> = Promise.resolve(true)

  const ask = (): Promise<boolean> =>
    new Promise((resolve) => {
      const stopWaiting = clock.after(PATIENCE_MS, () => resolve(false))
      void isStoreHealthy().then((isHealthy) => {
        stopWaiting()
        resolve(isHealthy)
      })
    })

  return {
    async report() {
      const now = clock.monotonic()
      if (now - askedAt >= KEEP_RESULT_MS) {
        askedAt = now
        result = ask()
      }
      const status = (await result) ? 'ok' : 'unavailable'
      return { status, uptime: (clock.monotonic() - startedAt) / 1_000 }
    },
  }
}
