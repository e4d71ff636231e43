import { expect, test } from 'vitest'
import { closesAfter, isGateOpen, TALK_TAIL_MS } from './voice-gate.ts'

const VOICE = {
  settings: { activation: 'voice' },
  isMuted: false,
  isDeafened: false,
  isTalkKeyHeld: false,
} as const
const HELD = { ...VOICE, settings: { activation: 'push-to-talk' }, isTalkKeyHeld: true } as const

test('the voice goes out unless muted or deafened', () => {
  expect(isGateOpen(VOICE)).toBe(true)
  expect(isGateOpen({ ...VOICE, isMuted: true })).toBe(false)
  expect(isGateOpen({ ...VOICE, isDeafened: true })).toBe(false)
})

test('with push-to-talk it goes out while the key is held, and a muted one stays muted', () => {
  expect(isGateOpen(HELD)).toBe(true)
  expect(isGateOpen({ ...HELD, isTalkKeyHeld: false })).toBe(false)
  expect(isGateOpen({ ...HELD, isMuted: true })).toBe(false)
})

test('a word is finished when the key is let go, and cut off by muting', () => {
  expect(closesAfter(HELD, { ...HELD, isTalkKeyHeld: false })).toBe(TALK_TAIL_MS)
  expect(closesAfter(HELD, { ...HELD, isTalkKeyHeld: false, isMuted: true })).toBe(0)
  expect(closesAfter(VOICE, { ...VOICE, isMuted: true })).toBe(0)
  expect(closesAfter(VOICE, { ...VOICE, isDeafened: true })).toBe(0)
})
