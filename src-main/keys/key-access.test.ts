import { expect, test } from 'vitest'
import { createKeyAccess } from './key-access.ts'

function on(platform: NodeJS.Platform) {
  const asked: boolean[] = []
  const opened: string[] = []
  const access = createKeyAccess({
    platform,
    isTrustedAccessibilityClient(isAsked) {
      asked.push(isAsked)
      return false
    },
    openExternal: async (url) => void opened.push(url),
  })
  return { access, asked, opened }
}

test('macOS asks the person once, and afterwards only looks', () => {
  const { access, asked } = on('darwin')
  expect([access.ask(), access.ask()]).toEqual([false, false])
  expect(asked).toEqual([true, false])
})

test('other systems need no leave', () => {
  const { access, asked } = on('linux')
  expect(access.ask()).toBe(true)
  expect(asked).toEqual([])
})

test('after a refusal the right place of the system is opened, where there is one', async () => {
  const mac = on('darwin')
  expect(await mac.access.openSettings()).toBe(true)
  expect(mac.opened).toEqual([
    'x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility',
  ])
  expect(await on('win32').access.openSettings()).toBe(false)
})
