export type Undo = () => void

/** Collects undo steps, so that whoever opens several things closes all of them with one call. */
export interface Scope {
  /** Registers an undo step; runs it at once when the scope is already closed. */
  add(undo: Undo): void
  /** Runs all undo steps, newest first, once. */
  close(): void
}

export function createScope(): Scope {
  const undos: Undo[] = []
  let closed = false
  return {
    add(undo) {
      if (closed) undo()
      else undos.push(undo)
    },
    close() {
      closed = true
      for (let undo = undos.pop(); undo; undo = undos.pop()) undo()
    },
  }
}
