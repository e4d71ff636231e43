import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBlinkingTitle } from './blinking-title.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const document = { title: 'General' }
  return { document, title: createBlinkingTitle(document) }
}

test('the title changes every second between who calls and what it was', () => {
  const { document, title } = setUp()
  title.start('Anna is calling')
  expect(document.title).toBe('Anna is calling')
  vi.advanceTimersByTime(1_000)
  expect(document.title).toBe('General')
  vi.advanceTimersByTime(1_000)
  expect(document.title).toBe('Anna is calling')
  title.stop()
  expect(document.title).toBe('General')
  vi.advanceTimersByTime(5_000)
  expect(document.title).toBe('General')
})

test('what the page names itself meanwhile is its name afterwards', () => {
  const { document, title } = setUp()
  title.start('Anna is calling')
  document.title = 'Music'
  vi.advanceTimersByTime(1_000)
  expect(document.title).toBe('Anna is calling')
  title.stop()
  expect(document.title).toBe('Music')
})

test('a second call blinks in place of the first', () => {
  const { document, title } = setUp()
  title.start('Anna is calling')
  title.start('Bob is calling')
  vi.advanceTimersByTime(1_000)
  expect(document.title).toBe('General')
  title.stop()
  expect(document.title).toBe('General')
})
