import { expect, test } from 'vitest'
import { globalKeysSchema, nameOfKeys, NO_KEYS } from './global-keys.ts'

test('the same keys are written the same, whichever was pressed first', () => {
  const parsed = globalKeysSchema.parse({ mute: ['KeyM', 'ShiftLeft', 'ControlLeft', 'KeyM'] })
  expect(parsed).toEqual({ ...NO_KEYS, mute: ['ControlLeft', 'ShiftLeft', 'KeyM'] })
})

test.each([
  [{ talk: [] }],
  [{ talk: ['Escape'] }],
  [{ talk: ['KeyA', 'KeyB', 'KeyC', 'KeyD', 'KeyE'] }],
  [{ mute: ['Mouse4'] }],
  [{ deafen: 'KeyA' }],
])('%j is refused', (keys) => {
  expect(globalKeysSchema.safeParse(keys).success).toBe(false)
})

test('a mouse button may be held to talk', () => {
  expect(globalKeysSchema.parse({ talk: ['Mouse5'] }).talk).toEqual(['Mouse5'])
})

test('keys that are taken are found, in whatever order', () => {
  const keys = globalKeysSchema.parse({ mute: ['ControlLeft', 'KeyM'] })
  expect(nameOfKeys(keys, ['KeyM', 'ControlLeft'])).toBe('mute')
  expect(nameOfKeys(keys, ['KeyM'])).toBeNull()
})
