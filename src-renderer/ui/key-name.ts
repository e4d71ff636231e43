const NAMES: Readonly<Record<string, string>> = {
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
  IntlBackslash: '<',
  ControlLeft: 'Left Ctrl',
  ControlRight: 'Right Ctrl',
  ShiftLeft: 'Left Shift',
  ShiftRight: 'Right Shift',
  AltLeft: 'Left Alt',
  AltRight: 'Right Alt',
  MetaLeft: 'Left Meta',
  MetaRight: 'Right Meta',
  CapsLock: 'Caps Lock',
}

/** Several keys that are held together. */
export const keysName = (codes: readonly string[]): string => codes.map(keyName).join(' + ')

/** How a key is written for people, from where it is on the keyboard (`KeyboardEvent.code`). */
export function keyName(code: string): string {
  const known = NAMES[code]
  if (known !== undefined) return known
  const letter = /^(?:Key|Digit)(.)$/.exec(code)
  if (letter?.[1] !== undefined) return letter[1]
  return code.replaceAll(/([a-z])([A-Z\d])/g, '$1 $2')
}
