import { expect, test } from 'vitest'
import { acceleratorOf } from './accelerator.ts'

test.each([
  [['ControlLeft', 'ShiftRight', 'KeyM'], 'Control+Shift+M'],
  [['F8'], 'F8'],
  [['MetaLeft', 'Digit1'], 'Super+1'],
  [['ControlLeft', 'ControlRight', 'Numpad5'], 'Control+num5'],
  [['AltLeft', 'ArrowUp'], 'Alt+Up'],
  [['Backquote'], '`'],
])('%j is the shortcut %s', (keys, accelerator) => {
  expect(acceleratorOf(keys)).toBe(accelerator)
})

test.each([[['ControlLeft']], [['KeyA', 'KeyB']], [['Mouse4']], [['ControlLeft', 'Mouse5']]])(
  '%j cannot be a shortcut of the system',
  (keys) => {
    expect(acceleratorOf(keys)).toBeNull()
  },
)
