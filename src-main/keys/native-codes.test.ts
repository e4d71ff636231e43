import { expect, test } from 'vitest'
import { UiohookKey } from 'uiohook-napi'
import { KEY_CODES } from '#shared/domain/key-codes.ts'
import { mouseCode, nativeCodes } from './native-codes.ts'

test('the listener knows every key that can be chosen', () => {
  const known = new Set([...nativeCodes(UiohookKey).values(), mouseCode(4), mouseCode(5)])
  expect(KEY_CODES.filter((code) => !known.has(code))).toEqual([])
})

test('its names are put into those of the page', () => {
  const codes = nativeCodes({ Ctrl: 29, A: 30, 1: 2, F8: 66, Escape: 1 })
  expect([...codes]).toEqual([
    [2, 'Digit1'],
    [29, 'ControlLeft'],
    [30, 'KeyA'],
    [66, 'F8'],
  ])
})

test('the left, the right and the middle button of a mouse cannot be chosen', () => {
  expect([1, 2, 3, 4, 5, '4'].map(mouseCode)).toEqual([null, null, null, 'Mouse4', 'Mouse5', null])
})
