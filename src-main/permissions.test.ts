import { expect, test } from 'vitest'
import { capturedBy, isCaptureCheck, isScreen } from './permissions.ts'

test.each([
  [['audio'], ['microphone']],
  [['video'], ['camera']],
  [
    ['audio', 'video'],
    ['microphone', 'camera'],
  ],
])('%j are captured by what the system is asked for: %j', (mediaTypes, captured) => {
  expect(capturedBy('media', mediaTypes)).toEqual(captured)
})

test.each([
  ['nothing that is named', 'media', []],
  ['something that is not known', 'media', ['audio', 'smell']],
  ['something else', 'geolocation', ['audio']],
  ['what is not said', 'media', undefined],
])('%s is no capturing', (_what, permission, mediaTypes) => {
  expect(capturedBy(permission, mediaTypes)).toBeNull()
})

test('media of no type, or by its own name, is a screen', () => {
  expect(isScreen('media', [])).toBe(true)
  expect(isScreen('display-capture', undefined)).toBe(true)
  expect(isScreen('media', ['video'])).toBe(false)
  expect(isScreen('media', undefined)).toBe(false)
  expect(isScreen('geolocation', [])).toBe(false)
})

test('the quiet question is about sound or pictures', () => {
  expect(isCaptureCheck('media', { mediaType: 'audio' })).toBe(true)
  expect(isCaptureCheck('media', { mediaType: 'video' })).toBe(true)
  expect(isCaptureCheck('media', { mediaType: 'unknown' })).toBe(false)
  expect(isCaptureCheck('media', {})).toBe(false)
  expect(isCaptureCheck('geolocation', { mediaType: 'audio' })).toBe(false)
})
