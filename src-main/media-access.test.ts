import { expect, test } from 'vitest'
import { createMediaAccess } from './media-access.ts'

function on(platform: NodeJS.Platform, isGranted = true) {
  const asked: string[] = []
  const opened: string[] = []
  const access = createMediaAccess({
    platform,
    async askForMediaAccess(what) {
      asked.push(what)
      return isGranted
    },
    async openExternal(url) {
      opened.push(url)
    },
  })
  return { access, asked, opened }
}

test('macOS asks the person, and its answer counts', async () => {
  const { access, asked } = on('darwin', false)
  expect(await access.ask('microphone')).toBe(false)
  expect(await access.ask('camera')).toBe(false)
  expect(asked).toEqual(['microphone', 'camera'])
})

test('other systems have no question of their own', async () => {
  const { access, asked } = on('win32', false)
  expect(await access.ask('camera')).toBe(true)
  expect(asked).toEqual([])
})

test('the switch of the system is opened where there is one', async () => {
  const mac = on('darwin')
  for (const what of ['microphone', 'camera', 'screen'] as const) {
    expect(await mac.access.openSettings(what)).toBe(true)
  }
  expect(mac.opened).toEqual([
    'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
    'x-apple.systempreferences:com.apple.preference.security?Privacy_Camera',
    'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture',
  ])
  const windows = on('win32')
  expect(await windows.access.openSettings('microphone')).toBe(true)
  expect(await windows.access.openSettings('camera')).toBe(true)
  expect(await windows.access.openSettings('screen')).toBe(false)
  expect(windows.opened).toEqual(['ms-settings:privacy-microphone', 'ms-settings:privacy-webcam'])
  const linux = on('linux')
  expect(await linux.access.openSettings('camera')).toBe(false)
  expect(linux.opened).toEqual([])
})
