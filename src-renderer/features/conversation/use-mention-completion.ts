import { useState, type KeyboardEvent, type RefObject } from 'react'
import { useAppState } from '../../app/services-context.tsx'
import { selectMentionCandidates } from '../../state/mention-candidates.ts'
import { mentionBefore, peopleFor } from './find-mention.ts'

export interface MentionCompletion {
  readonly names: readonly string[]
  readonly active: number
  readonly choose: (name: string) => void
  /** Called with each key of the field. @returns whether the key was for the list */
  readonly handleKey: (event: KeyboardEvent) => boolean
  /** Called when the text or the place of the caret changed. */
  readonly follow: () => void
  /** Puts the list away until another name is begun. */
  readonly close: () => void
}

/** Completes "@na" to the name of somebody who may be spoken to, or to "@here". */
export function useMentionCompletion(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string, caret: number) => void,
): MentionCompletion {
  const candidates = useAppState(selectMentionCandidates)
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  /** Where the "@" stands that somebody closed the list for. */
  const [closedAt, setClosedAt] = useState<number | null>(null)

  const typed = mentionBefore(text, caret)
  const names = typed && typed.start !== closedAt ? peopleFor(typed.query, candidates) : []

  const follow = (): void => {
    const next = field.current?.selectionStart ?? 0
    if (next !== caret) setActive(0)
    setCaret(next)
    // Another name, another list.
    if (!mentionBefore(field.current?.value ?? '', next)) setClosedAt(null)
  }
  const close = (): void => setClosedAt(typed?.start ?? null)
  const choose = (name: string): void => {
    if (!typed) return
    const after = text.slice(caret).replace(/^ /, '')
    const before = `${text.slice(0, typed.start)}@${name} `
    setText(before + after, before.length)
    setCaret(before.length)
    setActive(0)
  }
  const handleKey = (event: KeyboardEvent): boolean => {
    const name = names[active]
    if (name === undefined) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive((active + step + names.length) % names.length)
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(name)
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    return true
  }
  return { names, active: Math.min(active, names.length - 1), choose, handleKey, follow, close }
}
