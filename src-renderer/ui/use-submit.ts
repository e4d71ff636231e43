import { useRef, useState } from 'react'

/** What happened, or one sentence that says why not. */
type Ended = { readonly ok: true } | { readonly ok: false; readonly error: string }

export interface Submit<Input extends readonly unknown[]> {
  /** Does nothing while it still waits for the last one. */
  readonly submit: (...input: Input) => Promise<void>
  readonly isBusy: boolean
  /** Why the last one failed, as a sentence. */
  readonly problem: string | null
  readonly forget: () => void
}

/** A verb behind a button of a dialog: shows that it is at work, and why it failed. */
export function useSubmit<Input extends readonly unknown[]>(
  run: (...input: Input) => Promise<Ended>,
  onDone?: () => void,
): Submit<Input> {
  const isRunning = useRef(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (...input: Input): Promise<void> => {
    if (isRunning.current) return
    isRunning.current = true
    setBusy(true)
    setProblem(null)
    const result = await run(...input)
    isRunning.current = false
    setBusy(false)
    if (result.ok) onDone?.()
    else setProblem(result.error)
  }
  return { submit, isBusy, problem, forget: () => setProblem(null) }
}
