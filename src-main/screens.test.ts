import { expect, test } from 'vitest'
import { createScreens, type CapturerSource } from './screens.ts'

const PICTURE = 'data:image/png;base64,AAAA'

const source = (id: string, name: string, picture: string | null = PICTURE): CapturerSource => ({
  id,
  name,
  thumbnail: { isEmpty: () => picture === null, toDataURL: () => picture ?? '' },
})

function on({ asksItself = false, isRefused = false } = {}) {
  let now = 0
  const sources = [source('screen:0:0', 'Entire screen'), source('window:7:0', 'Notes', null)]
  const screens = createScreens({
    getSources: async () => sources,
    asksItself,
    isRefused: () => isRefused,
    now: () => now,
  })
  return { screens, sources, pass: (ms: number) => void (now += ms) }
}

test('screens and windows are offered with how they look', async () => {
  const { screens, sources } = on()
  sources.push(source('window:8:0', 'x'.repeat(5_000)))
  expect(await screens.list()).toEqual({
    by: 'app',
    sources: [
      { id: 'screen:0:0', name: 'Entire screen', kind: 'screen', picture: PICTURE },
      { id: 'window:7:0', name: 'Notes', kind: 'window', picture: null },
      { id: 'window:8:0', name: 'x'.repeat(300), kind: 'window', picture: PICTURE },
    ],
  })
})

test('a page gets what was chosen, once', async () => {
  const { screens, sources } = on()
  expect([screens.isExpected(), await screens.take()]).toEqual([false, null])
  screens.choose('window:7:0')
  expect(screens.isExpected()).toBe(true)
  expect(await screens.take()).toBe(sources[1])
  expect([screens.isExpected(), await screens.take()]).toEqual([false, null])
})

test('a page gets nothing long after it was chosen, or once it is gone', async () => {
  const { screens, sources, pass } = on()
  screens.choose('window:7:0')
  pass(10_001)
  expect(screens.isExpected()).toBe(false)
  expect(await screens.take()).toBeNull()
  screens.choose('window:7:0')
  sources.pop()
  expect(await screens.take()).toBeNull()
})

test('where the system asks itself, its answer counts', async () => {
  const { screens, sources } = on({ asksItself: true })
  expect(await screens.list()).toEqual({ by: 'system' })
  expect(screens.isExpected()).toBe(true)
  expect(await screens.take()).toBe(sources[0])
  sources.length = 0
  expect(await screens.take()).toBeNull()
})

test('where the system does not let it be seen, it says so', async () => {
  expect(await on({ isRefused: true }).screens.list()).toEqual({ by: 'nobody' })
})
