import { expect, test } from 'vitest'
import { keyName, keysName } from './key-name.ts'

test.each([
  ['KeyV', 'V'],
  ['Digit1', '1'],
  ['Backquote', '`'],
  ['ControlRight', 'Right Ctrl'],
  ['Space', 'Space'],
  ['F8', 'F8'],
  ['ArrowUp', 'Arrow Up'],
  ['Numpad0', 'Numpad 0'],
  ['Mouse4', 'Mouse 4'],
])('the key %s is called %s', (code, name) => {
  expect(keyName(code)).toBe(name)
})

test('keys that are held together are written one after the other', () => {
  expect(keysName(['ControlLeft', 'ShiftLeft', 'KeyM'])).toBe('Left Ctrl + Left Shift + M')
})
