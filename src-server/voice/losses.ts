import { wrapped } from './lane-stream.ts'

/** Which packets of a picture did not arrive, and when the sender is asked for them. Times are milliseconds. */
export interface Losses {
  /** @returns what this packet is: one more, one that was missing, or one that nobody waits for */
  note(sequenceNumber: number): 'new' | 'missed' | 'old'
  /** Those that it is time to ask for, in order; each counts as asked for now. */
  take(now: number): number[]
}

/** Longer than there and back on most lines, so that hardly anything is asked for twice in vain. */
const AGAIN_AFTER_MS = 100

/** What has not come after a second comes too late: a whole picture is quicker. */
const TRIES = 10

/** More at once than a line loses by the way; whatever comes after it begins anew. */
const MISSING_MAX = 300

/** No network holds back more; such a jump is a new beginning. */
const JUMP = 1_000

export function createLosses(): Losses {
  let newest: number | null = null
  const missing = new Map<number, { tries: number; askedAt: number }>()

  return {
    note(sequenceNumber) {
      const step = newest === null ? 1 : wrapped(sequenceNumber - newest)
      if (newest === null || Math.abs(step) > JUMP) {
        missing.clear()
        newest = sequenceNumber
        return 'new'
      }
      if (step <= 0) return missing.delete(sequenceNumber) ? 'missed' : 'old'
      if (missing.size + step > MISSING_MAX) missing.clear()
      else {
        for (let lost = 1; lost < step; lost += 1) {
          missing.set((newest + lost) & 0xff_ff, { tries: 0, askedAt: -Infinity })
        }
      }
      newest = sequenceNumber
      return 'new'
    },
    take(now) {
      const due: number[] = []
      for (const [number, wait] of missing) {
        if (now - wait.askedAt < AGAIN_AFTER_MS) continue
        if (wait.tries === TRIES) {
          missing.delete(number)
          continue
        }
        wait.tries += 1
        wait.askedAt = now
        due.push(number)
      }
      return due
    },
  }
}
