import { expect, test } from 'vitest'
import { z } from 'zod'
import { createParsedStorage, type TextStorage } from './parsed-storage.ts'

function memoryStorage(
  entries: Record<string, string>,
): TextStorage & { all: Map<string, string> } {
  const all = new Map(Object.entries(entries))
  return {
    all,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  }
}

const open = (storage: TextStorage) => {
  const reports: string[] = []
  const parsed = createParsedStorage(storage, {
    report: (text) => reports.push(text),
    now: () => 7,
  })
  return { parsed, reports }
}

test('an entry that cannot be read is set aside and said so, never thrown away', () => {
  const storage = memoryStorage({ 'parley.settings': '{"name": 12' })
  const { parsed, reports } = open(storage)
  expect(parsed.read('settings', z.object({ name: z.string() }))).toBeNull()
  expect(storage.all.get('parley.settings.unreadable-7')).toBe('{"name": 12')
  expect(storage.all.has('parley.settings')).toBe(false)
  expect(reports).toHaveLength(1)
})

test('an entry of the right form comes back as it was written', () => {
  const storage = memoryStorage({})
  const { parsed, reports } = open(storage)
  expect(parsed.write('settings', { name: 'Anna' })).toBe(true)
  expect(parsed.read('settings', z.object({ name: z.string() }))).toEqual({ name: 'Anna' })
  expect(reports).toEqual([])
})

test('a storage that refuses does not break the page', () => {
  const refuse = (): never => {
    throw new Error('denied')
  }
  const { parsed } = open({ getItem: refuse, setItem: refuse, removeItem: refuse })
  expect(parsed.read('settings', z.string())).toBeNull()
  expect(parsed.write('settings', 'x')).toBe(false)
})
