/** No bar at all, and one that says only that something goes on (`BrowserWindow.setProgressBar`). */
const NO_BAR = -1
const NOBODY_KNOWS = 2

interface Part {
  readonly received: number
  /** Bytes; 0 where the server does not say. */
  readonly total: number
  readonly isDone: boolean
}

export interface TotalProgress {
  note(id: string, received: number, total: number): void
  end(id: string): void
}

/**
 * One bar for all downloads. What has ended counts in full until all have, so that the bar does not
 * jump back when the first of them is there.
 */
export function createTotalProgress(show: (progress: number) => void): TotalProgress {
  const parts = new Map<string, Part>()

  function tell(): void {
    const all = [...parts.values()]
    if (all.every(({ isDone }) => isDone)) {
      parts.clear()
      return show(NO_BAR)
    }
    if (all.some(({ total, isDone }) => total === 0 && !isDone)) return show(NOBODY_KNOWS)
    const sum = (of: (part: Part) => number): number => all.reduce((so, part) => so + of(part), 0)
    const whole = sum(({ total }) => total)
    show(sum(({ received, total, isDone }) => (isDone ? total : received)) / Math.max(1, whole))
  }

  return {
    note(id, received, total) {
      parts.set(id, { received, total, isDone: false })
      tell()
    },
    end(id) {
      const part = parts.get(id)
      if (!part) return
      parts.set(id, { ...part, isDone: true })
      tell()
    },
  }
}
