import { expect, test } from 'vitest'
import { createMicrophoneAccess } from './microphone.ts'

function on(platform: NodeJS.Platform, isGranted = true) {
  const asked: string[] = []
  const opened: string[] = []
  const access = createMicrophoneAccess({
    platform,
    async askForMediaAccess(kind) {
      asked.push(kind)
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
  expect(await access.ask()).toBe(false)
  expect(asked).toEqual(['microphone'])
})

test('other systems have no question of their own', async () => {
  const { access, asked } = on('win32', false)
  expect(await access.ask()).toBe(true)
  expect(asked).toEqual([])
})

test('the switch of the system is opened where there is one', async () => {
  const mac = on('darwin')
  expect(await mac.access.openSettings()).toBe(true)
  expect(mac.opened).toEqual([
    'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
  ])
  const windows = on('win32')
  expect(await windows.access.openSettings()).toBe(true)
  expect(windows.opened).toEqual(['ms-settings:privacy-microphone'])
  const linux = on('linux')
  expect(await linux.access.openSettings()).toBe(false)
  expect(linux.opened).toEqual([])
})
