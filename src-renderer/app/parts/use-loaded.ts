import { useEffect, useState } from 'react'
import type { Result } from '#shared/lib/result.ts'

export interface Loaded<Value> {
  /** Null until it came. */
  readonly value: Value | null
  /** Why it did not come, as a sentence. */
  readonly problem: string | null
  /** Puts another one in its place, or asks again. */
  readonly set: (value: Value) => void
  readonly reload: () => void
}

/** Asks for something when a dialog opens. What comes after it was closed is dropped. */
export function useLoaded<Value>(load: () => Promise<Result<Value, string>>): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isWanted = true
    void load().then((loaded) => {
      if (!isWanted) return
      if (loaded.ok) setValue(loaded.value)
      setProblem(loaded.ok ? null : loaded.error)
    })
    return () => {
      isWanted = false
    }
    // The verbs of the app stay the same for its whole life; only `reload` asks again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [round])
  return { value, problem, set: setValue, reload: () => setRound((before) => before + 1) }
}
