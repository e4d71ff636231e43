import { expect, test } from 'vitest'
import { createOwnShortcuts } from './own-shortcuts.ts'

function setUp() {
  const taken = new Map<string, () => void>()
  const system = {
    isRegistered: (accelerator: string) => taken.has(accelerator),
    register(accelerator: string, onPress: () => void) {
      if (accelerator === 'F1') return false
      taken.set(accelerator, onPress)
      return true
    },
    unregister: (accelerator: string) => void taken.delete(accelerator),
  }
  return { taken, keys: createOwnShortcuts(system), calls: createOwnShortcuts(system) }
}

test('each part gives back its own shortcuts only', () => {
  const { taken, keys, calls } = setUp()
  keys.register('F8', () => undefined)
  calls.register('F9', () => undefined)
  keys.unregisterAll()
  expect([...taken.keys()]).toEqual(['F9'])
  calls.unregisterAll()
  expect(taken.size).toBe(0)
})

test('what another part has cannot be had, nor taken away by giving back', () => {
  const { taken, keys, calls } = setUp()
  expect(keys.register('F8', () => undefined)).toBe(true)
  expect(calls.register('F8', () => undefined)).toBe(false)
  calls.unregisterAll()
  expect([...taken.keys()]).toEqual(['F8'])
})

test('what the system refuses is refused', () => {
  const { keys } = setUp()
  expect(keys.register('F1', () => undefined)).toBe(false)
})
