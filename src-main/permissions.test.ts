import { expect, test } from 'vitest'
import { isMicrophone, isMicrophoneCheck } from './permissions.ts'

test('sound alone is the microphone', () => {
  expect(isMicrophone('media', ['audio'])).toBe(true)
  expect(isMicrophoneCheck('media', { mediaType: 'audio' })).toBe(true)
})

test.each([
  ['the camera', 'media', ['video']],
  ['the camera beside the microphone', 'media', ['audio', 'video']],
  ['nothing that is named', 'media', []],
  ['something else', 'geolocation', ['audio']],
])('%s is not', (_what, permission, mediaTypes) => {
  expect(isMicrophone(permission, mediaTypes)).toBe(false)
})

test('what is not said to be sound is refused', () => {
  expect(isMicrophone('media', undefined)).toBe(false)
  expect(isMicrophoneCheck('media', { mediaType: 'video' })).toBe(false)
  expect(isMicrophoneCheck('media', { mediaType: 'unknown' })).toBe(false)
})
