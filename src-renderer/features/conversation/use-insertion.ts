import { useLayoutEffect, useRef, type RefObject } from 'react'

/** Changes the text of a field from outside and puts the caret behind what changed. */
export function useInsertion(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string) => void,
) {
  const wantedCaret = useRef<number | null>(null)
  // After drawing, because the field jumps to its end when its text is replaced.
  useLayoutEffect(() => {
    if (wantedCaret.current === null) return
    field.current?.setSelectionRange(wantedCaret.current, wantedCaret.current)
    wantedCaret.current = null
  }, [field, text])
  const replace = (next: string, caret: number): void => {
    wantedCaret.current = caret
    setText(next)
  }
  return {
    replace,
    /** Puts something where the caret is, instead of what is selected. */
    insert(piece: string): void {
      const start = field.current?.selectionStart ?? text.length
      const end = field.current?.selectionEnd ?? start
      replace(text.slice(0, start) + piece + text.slice(end), start + piece.length)
    },
  }
}
