import { expect, test } from 'vitest'
import { PREVIEW_MAX_BYTES } from '#shared/protocol/limits.ts'
import { canBeDecoded, isWorthSending, previewSizeOf, previewTypesOf } from './preview-rules.ts'

const MB = 1_000_000

test.each([
  ['a photo', { width: 4_000, height: 3_000 }, 5 * MB, { width: 960, height: 720 }],
  ['an upright one', { width: 3_000, height: 4_000 }, 5 * MB, { width: 720, height: 960 }],
  ['a panorama', { width: 12_000, height: 2_000 }, 8 * MB, { width: 960, height: 160 }],
  ['a line', { width: 10_000, height: 2 }, 50_000, { width: 960, height: 1 }],
  ['one pixel too wide', { width: 961, height: 300 }, MB, { width: 960, height: 300 }],
  ['a heavy screenshot', { width: 900, height: 700 }, 2 * MB, { width: 900, height: 700 }],
  ['a light one of that size', { width: 900, height: 700 }, 90_000, null],
  ['a light one that is larger', { width: 1_920, height: 1_080 }, 10_000, null],
  ['a tiny one', { width: 16, height: 16 }, 300, null],
])('%s has a preview of its own size', (_what, size, bytes, expected) => {
  expect(previewSizeOf(size, bytes)).toEqual(expected)
})

test('a preview has at most half the bytes, and what the server takes', () => {
  expect(isWorthSending(100, 200)).toBe(true)
  expect(isWorthSending(101, 200)).toBe(false)
  expect(isWorthSending(PREVIEW_MAX_BYTES, 25 * MB)).toBe(true)
  expect(isWorthSending(PREVIEW_MAX_BYTES + 1, 25 * MB)).toBe(false)
})

test('what may be seen through stays so', () => {
  expect(previewTypesOf({ type: 'image/jpeg' })).toEqual(['image/webp', 'image/jpeg'])
  expect(previewTypesOf({ type: 'image/png' })).toEqual(['image/webp'])
  expect(previewTypesOf({ type: 'image/webp' })).toEqual(['image/webp'])
})

test('the pictures of telephones can be looked at, and no bomb', () => {
  expect(canBeDecoded({ width: 12_000, height: 9_000 })).toBe(true)
  expect(canBeDecoded({ width: 30_000, height: 30_000 })).toBe(false)
})
