const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`)
const digits = [...'0123456789']

/** Those that change what others mean, in the order in which people name them. */
const MODIFIERS = [
  ...['ControlLeft', 'ControlRight', 'AltLeft', 'AltRight'],
  ...['ShiftLeft', 'ShiftRight', 'MetaLeft', 'MetaRight'],
]

/** The buttons at the side of a mouse. */
const MOUSE_BUTTONS: readonly string[] = ['Mouse4', 'Mouse5']

/**
 * What can be listened for while another program has the focus: places on the keyboard by the names of
 * `KeyboardEvent.code`, and the side buttons of a mouse. Escape and Tab stay what they are everywhere.
 */
export const KEY_CODES: readonly string[] = [
  ...MODIFIERS,
  ...letters,
  ...digits.map((digit) => `Digit${digit}`),
  ...digits.map((digit) => `Numpad${digit}`),
  ...['NumpadMultiply', 'NumpadAdd', 'NumpadSubtract', 'NumpadDecimal', 'NumpadDivide'],
  ...Array.from({ length: 24 }, (_none, index) => `F${index + 1}`),
  ...['Backquote', 'Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash'],
  ...['Semicolon', 'Quote', 'Comma', 'Period', 'Slash'],
  ...['Backspace', 'Enter', 'Space', 'CapsLock', 'NumLock', 'ScrollLock', 'PrintScreen'],
  ...['Insert', 'Delete', 'Home', 'End', 'PageUp', 'PageDown'],
  ...['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'],
  ...MOUSE_BUTTONS,
]

const PLACE = new Map(KEY_CODES.map((code, index) => [code, index]))

export const isKeyCode = (code: string): boolean => PLACE.has(code)

export const isModifier = (code: string): boolean => MODIFIERS.includes(code)

export const isMouseButton = (code: string): boolean => MOUSE_BUTTONS.includes(code)

/** In one order, whichever was pressed first, so that the same keys are always written the same. */
export const inOrder = (codes: readonly string[]): string[] =>
  [...new Set(codes)].toSorted((one, other) => (PLACE.get(one) ?? 0) - (PLACE.get(other) ?? 0))
