import { isKeyCode } from '#shared/domain/key-codes.ts'

/** What the listener's library calls otherwise than `KeyboardEvent.code` does. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  Ctrl: 'ControlLeft',
  CtrlRight: 'ControlRight',
  Alt: 'AltLeft',
  Shift: 'ShiftLeft',
  Meta: 'MetaLeft',
}

function codeOf(name: string): string {
  if (/^[A-Z]$/.test(name)) return `Key${name}`
  if (/^\d$/.test(name)) return `Digit${name}`
  return OTHER_NAMES[name] ?? name
}

/**
 * The library's numbers for keys, as `KeyboardEvent.code`.
 *
 * @param numbers its own table, from names to numbers
 */
export const nativeCodes = (
  numbers: Readonly<Record<string, number>>,
): ReadonlyMap<number, string> =>
  new Map(
    Object.entries(numbers)
      .map(([name, number]) => [number, codeOf(name)] as const)
      .filter(([, code]) => isKeyCode(code)),
  )

/** Of the buttons of a mouse only those at its side can be chosen. */
export const mouseCode = (button: unknown): string | null =>
  button === 4 || button === 5 ? `Mouse${button}` : null
