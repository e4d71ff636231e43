/**
 * Runs what has the same key one after the other. What is still to be done of something that has had its
 * turn (waiting for a disk) should not be part of it, or everybody behind waits as well.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()

  return async function inTurn<Value>(key: string, run: () => Promise<Value>): Promise<Value> {
    const turn = (last.get(key) ?? Promise.resolve()).then(run)
    const ended = turn.catch(() => undefined)
    last.set(key, ended)
    try {
      return await turn
    } finally {
      if (last.get(key) === ended) last.delete(key)
    }
  }
}
