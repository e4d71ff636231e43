import type { SessionId } from '#shared/domain/ids.ts'
import type { Clock } from '../ports/clock.ts'

/** Tells something to everybody but `except`; returns how long to rest afterwards, in milliseconds. */
type Announcement = (except: SessionId | undefined) => Promise<number>

interface Pace {
  /** When the next one may go out, on the monotonic clock. */
  restsUntil: number
  isWaiting: boolean
}

export interface Coalescer {
  /**
   * Runs the announcement at once when the last one of this key is long enough ago; otherwise makes
   * sure that one more runs at the end of the rest, for everybody.
   */
  request(key: string, except: SessionId | undefined, run: Announcement): Promise<void>
}

/** Announces a state that changes often: the first change at once, then the latest state now and then. */
export function createCoalescer(options: {
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Coalescer {
  const { clock, onError } = options
  const paces = new Map<string, Pace>()

  async function runNow(pace: Pace, except: SessionId | undefined, run: Announcement) {
    // Until the announcement says how long to rest, others wait for it.
    pace.restsUntil = Infinity
    let restMs = 0
    try {
      restMs = await run(except)
    } finally {
      pace.restsUntil = clock.monotonic() + restMs
    }
  }

  function runLater(pace: Pace, run: Announcement): void {
    pace.isWaiting = true
    // While one is running its rest is not known yet; look again shortly.
    const restMs = Math.min(pace.restsUntil - clock.monotonic(), LOOK_AGAIN_MS)
    clock.after(Math.max(0, restMs), () => {
      pace.isWaiting = false
      if (clock.monotonic() < pace.restsUntil) runLater(pace, run)
      else runNow(pace, undefined, run).catch(onError)
    })
  }

  return {
    async request(key, except, run) {
      const pace = paces.get(key) ?? { restsUntil: 0, isWaiting: false }
      paces.set(key, pace)
      if (pace.isWaiting) return
      if (clock.monotonic() >= pace.restsUntil) await runNow(pace, except, run)
      else runLater(pace, run)
    },
  }
}

const LOOK_AGAIN_MS = 1_000
