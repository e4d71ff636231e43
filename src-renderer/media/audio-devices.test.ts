import { expect, test } from 'vitest'
import { changeOfChosen, devicesOfKind, findChosen } from './audio-devices.ts'

const headset = { id: 'h', label: 'Headset' }
const webcam = { id: 'w', label: 'Webcam' }

test('devices are listed by kind, without those that only stand for others', () => {
  const infos = [
    { deviceId: 'default', kind: 'audioinput', label: 'Default - Headset' },
    { deviceId: 'communications', kind: 'audioinput', label: 'Communications - Headset' },
    { deviceId: 'h', kind: 'audioinput', label: 'Headset' },
    { deviceId: 's', kind: 'audiooutput', label: 'Speaker' },
    { deviceId: '', kind: 'audiooutput', label: '' },
    { deviceId: 'c', kind: 'videoinput', label: 'Camera' },
  ] as const
  expect(devicesOfKind(infos, 'audioinput')).toEqual([headset])
  expect(devicesOfKind(infos, 'audiooutput')).toEqual([{ id: 's', label: 'Speaker' }])
})

test('a chosen device is found by its id, and by its name when ids are new', () => {
  expect(findChosen([webcam, headset], headset)).toBe(headset)
  expect(findChosen([webcam, headset], { id: 'old', label: 'Headset' })).toBe(headset)
  expect(findChosen([webcam], headset)).toBeNull()
  expect(findChosen([{ id: 'x', label: '' }], { id: 'y', label: '' })).toBeNull()
})

test('whoever chose nothing gets nothing that is newly plugged in', () => {
  expect(findChosen([webcam, headset], null)).toBeNull()
})

test('a chosen device goes and comes back; one never seen is not gone', () => {
  const chosen = headset
  const change = (before: (typeof headset)[], after: (typeof headset)[], isGone = false) =>
    changeOfChosen({ before, after, chosen, isGone })
  expect(change([webcam, headset], [webcam])).toBe('gone')
  expect(change([webcam], [webcam, headset], true)).toBe('back')
  expect(change([], [webcam])).toBeNull()
  expect(change([], [webcam, headset])).toBeNull()
  expect(change([headset], [headset, webcam])).toBeNull()
})
