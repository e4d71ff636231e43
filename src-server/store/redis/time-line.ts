/** A message that says it was said before the one that it follows. */
interface Late {
  readonly seq: number
  /** The time that counts for it. */
  readonly when: number
}

export type TimeLine = ReturnType<typeof createTimeLine>

/** Collects when the messages of one conversation were said, in whatever order they come. */
export function createTimeLine() {
  let times: { seq: number; created: number }[] = []
  return {
    note: (seq: number, created: number): void => void times.push({ seq, created }),

    /** Begins anew. @returns those that a clock that was set back made older than what was before */
    end(): readonly Late[] {
      const inOrder = times.toSorted((one, other) => one.seq - other.seq)
      times = []
      let newest = 0
      return inOrder.flatMap(({ seq, created }) => {
        if (created < newest) return [{ seq, when: newest }]
        newest = created
        return []
      })
    },
  }
}
