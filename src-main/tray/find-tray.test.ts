import { expect, test } from 'vitest'
import { findTray } from './find-tray.ts'

const failing = () => Promise.reject(new Error('not installed'))

test.each([['win32'], ['darwin']] as const)('%s always has a tray', async (platform) => {
  expect(await findTray(platform, failing)).toBe(true)
})

test('on Linux the bus says whether somebody shows icons', async () => {
  expect(await findTray('linux', async () => '   boolean true\n')).toBe(true)
  expect(await findTray('linux', async () => '   boolean false\n')).toBe(false)
})

test('the second program is asked when the first is not there', async () => {
  const asked: string[] = []
  const ask = async (program: string) => {
    asked.push(program)
    return program === 'busctl' ? 'b true\n' : failing()
  }
  expect(await findTray('linux', ask)).toBe(true)
  expect(asked).toEqual(['dbus-send', 'busctl'])
})

test('without anybody who could say, there is no tray', async () => {
  expect(await findTray('linux', failing)).toBe(false)
})
