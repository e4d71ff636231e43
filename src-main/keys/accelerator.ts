import type { KeyCombination } from '#shared/domain/global-keys.ts'
import { isModifier } from '#shared/domain/key-codes.ts'

const SPECIAL: Readonly<Record<string, string>> = {
  Backquote: '`',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Enter: 'Return',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  CapsLock: 'Capslock',
  NumLock: 'Numlock',
  ScrollLock: 'Scrolllock',
  NumpadMultiply: 'nummult',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadDecimal: 'numdec',
  NumpadDivide: 'numdiv',
}

const SAME = new Set([
  ...['Backspace', 'Space', 'PrintScreen', 'Insert', 'Delete', 'Home', 'End', 'PageUp', 'PageDown'],
])

/**
 * How Electron writes these keys for a shortcut of the system, or null when it cannot be one: modifiers
 * alone, several other keys at once, buttons of a mouse.
 *
 * @see https://www.electronjs.org/docs/latest/api/accelerator
 */
export function acceleratorOf(keys: KeyCombination): string | null {
  const [main, ...others] = keys.filter((code) => !isModifier(code))
  const name = main === undefined ? null : nameOf(main)
  if (name === null || others.length > 0) return null
  // A shortcut of the system knows no left and right.
  const modifiers = keys
    .filter(isModifier)
    .map((code) => code.replace(/(?:Left|Right)$/, '').replace('Meta', 'Super'))
  return [...new Set(modifiers), name].join('+')
}

function nameOf(code: string): string | null {
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(code) ?? []
  if (letter !== undefined) return letter
  const [, digit] = /^Numpad(\d)$/.exec(code) ?? []
  if (digit !== undefined) return `num${digit}`
  if (/^F\d+$/.test(code) || SAME.has(code)) return code
  return SPECIAL[code] ?? null
}
