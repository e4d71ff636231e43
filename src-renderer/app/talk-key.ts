/** Keys that write nothing and move nothing: they may be held in the middle of a sentence. */
const SILENT_KEYS =
  /^(?:F\d{1,2}|(?:Control|Shift|Alt|Meta)(?:Left|Right)|CapsLock|ScrollLock|Pause|Insert|ContextMenu)$/

/** Inputs into which nothing is written. */
const WORDLESS_INPUTS = new Set([
  'button',
  'checkbox',
  'radio',
  'range',
  'color',
  'submit',
  'reset',
])

/** Whether a key that was pressed there becomes a letter, or moves the cursor. */
export function isTyping(target: EventTarget | null, code: string): boolean {
  if (SILENT_KEYS.test(code) || !(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !WORDLESS_INPUTS.has(target.type)
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}
