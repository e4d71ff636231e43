interface Turn {
  readonly stop: AbortController
  readonly ended: Promise<unknown>
}

/** One at a time for each name; whoever comes later stops the one before and waits for its end. */
export function createLatestWins() {
  const turns = new Map<string, Turn>()

  /** @param work ends soon after the signal it is given */
  return async function take<Value>(
    name: string,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const before = turns.get(name)
    before?.stop.abort()
    const stop = new AbortController()
    const ended = (async () => {
      await before?.ended.catch(() => undefined)
      return work(stop.signal)
    })()
    const turn = { stop, ended }
    turns.set(name, turn)
    try {
      return await ended
    } finally {
      if (turns.get(name) === turn) turns.delete(name)
    }
  }
}
