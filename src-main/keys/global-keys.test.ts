import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NO_KEYS, type GlobalKeys } from '#shared/domain/global-keys.ts'
import type { KeysHeard, KeysStatus, ListenerCommand } from '#shared/ipc/keys.ts'
import { createGlobalKeys } from './global-keys.ts'
import type { ListenerOfProcess } from './listener-process.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const KEYS: GlobalKeys = { ...NO_KEYS, talk: ['F8'], mute: ['F9'] }
const TALK: KeysHeard = { type: 'talk', isHeld: true }
const SILENCE: KeysHeard = { type: 'talk', isHeld: false }

/** A stand-in for the operating system: what was started, and the shortcuts that it has. */
function setUp({ isWayland = false, isAllowed = true, taken = [] as readonly string[] } = {}) {
  const started: { listener: ListenerOfProcess; told: ListenerCommand[]; isKilled: boolean }[] = []
  const shortcuts = new Map<string, () => void>()
  const heard: KeysHeard[] = []
  const statuses: KeysStatus[] = []
  const lock = { say: (): void => undefined, isWatched: false }
  let allowed = isAllowed
  const keys = createGlobalKeys({
    isWayland,
    spawn(listener) {
      const entry = { listener, told: [] as ListenerCommand[], isKilled: false }
      started.push(entry)
      return {
        post: (command) => void entry.told.push(command),
        kill() {
          entry.isKilled = true
          listener.onExit(15)
        },
      }
    },
    shortcuts: {
      register(accelerator, onPress) {
        if (taken.includes(accelerator)) return false
        shortcuts.set(accelerator, onPress)
        return true
      },
      unregisterAll: () => shortcuts.clear(),
    },
    access: { ask: () => allowed, openSettings: async () => true },
    watchLock(onLock) {
      lock.say = onLock
      return { setWatching: (isWatching) => void (lock.isWatched = isWatching) }
    },
    onStatus: (status) => void statuses.push(status),
    onHeard: (event) => void heard.push(event),
    warn: () => undefined,
  })
  const newest = () => {
    const found = started.at(-1)
    if (!found) throw new Error('Nothing was started')
    return found
  }
  return {
    ...{ keys, started, shortcuts, heard, statuses, newest, lock },
    allow: () => void (allowed = true),
    enter: (chosen = KEYS) => keys.use({ isInVoice: true, keys: chosen }),
    leave: () => keys.use({ isInVoice: false, keys: KEYS }),
    isListening: () => newest().listener.onMessage({ type: 'listening' }),
    talk: (isHeld: boolean) => newest().listener.onMessage({ type: 'talk', isHeld }),
  }
}

test('the listener runs in voice only, and only with a key to hear', () => {
  const { keys, started, enter, leave, isListening, newest } = setUp()
  leave()
  enter(NO_KEYS)
  expect(started).toHaveLength(0)
  expect(enter().phase).toBe('starting')
  isListening()
  expect(keys.status()).toEqual({ phase: 'listening', way: 'listener', unusable: [] })
  expect(newest().told).toEqual([{ type: 'use', keys: KEYS }])
  expect(leave().phase).toBe('off')
  expect(started.map(({ isKilled }) => isKilled)).toEqual([true])
})

test('other keys are told to the listener that runs', () => {
  const { started, enter, isListening, newest } = setUp()
  enter()
  isListening()
  enter({ ...KEYS, deafen: ['F10'] })
  expect(started).toHaveLength(1)
  expect(newest().told.at(-1)).toEqual({ type: 'use', keys: { ...KEYS, deafen: ['F10'] } })
})

test('what it hears is passed on', () => {
  const { heard, enter, isListening, talk, newest } = setUp()
  enter()
  isListening()
  talk(true)
  talk(false)
  newest().listener.onMessage({ type: 'pressed', name: 'mute' })
  expect(heard).toEqual([TALK, SILENCE, { type: 'pressed', name: 'mute' }])
})

test('a listener that hangs while somebody talks leaves no microphone open', () => {
  const { heard, enter, isListening, talk } = setUp()
  enter()
  isListening()
  talk(true)
  vi.advanceTimersByTime(3_000)
  talk(true)
  vi.advanceTimersByTime(3_000)
  expect(heard).not.toContainEqual(SILENCE)
  vi.advanceTimersByTime(1_000)
  expect(heard.at(-1)).toEqual(SILENCE)
})

test('a listener that dies lets go at once, and is started again', () => {
  const { keys, heard, started, enter, isListening, talk, newest } = setUp()
  enter()
  isListening()
  talk(true)
  newest().listener.onExit(139)
  expect(heard).toEqual([TALK, SILENCE])
  expect(started).toHaveLength(2)
  isListening()
  expect(keys.status()).toMatchObject({ phase: 'listening', way: 'listener' })
  // The key is down still, and that is no new press.
  expect(newest().told).toEqual([{ type: 'use', keys: KEYS }, { type: 'let-go' }])
})

test('after the third death, shortcuts of the system take its place, and the talk key switches', () => {
  const { keys, heard, started, shortcuts, enter, leave, newest } = setUp()
  enter()
  for (const _death of [1, 2, 3]) newest().listener.onExit(139)
  expect(started).toHaveLength(3)
  expect(keys.status()).toEqual({ phase: 'listening', way: 'shortcuts', unusable: [] })
  expect([...shortcuts.keys()]).toEqual(['F8', 'F9'])
  shortcuts.get('F8')?.()
  vi.advanceTimersByTime(2_500)
  expect(heard).toEqual([TALK, TALK, TALK])
  shortcuts.get('F8')?.()
  vi.advanceTimersByTime(2_500)
  expect(heard).toEqual([TALK, TALK, TALK, SILENCE])
  leave()
  expect(shortcuts.size).toBe(0)
})

test('where it cannot be loaded, nobody tries again until somebody asks', () => {
  const { keys, started, shortcuts, enter, newest } = setUp()
  enter()
  newest().listener.onMessage({ type: 'unavailable', reason: 'no such file' })
  expect(keys.status().way).toBe('shortcuts')
  enter({ ...KEYS, deafen: ['F10'] })
  expect(started).toHaveLength(1)
  expect([...shortcuts.keys()]).toEqual(['F8', 'F9', 'F10'])
  expect(keys.retry()).toMatchObject({ phase: 'starting', way: 'listener' })
  expect(started).toHaveLength(2)
  expect(shortcuts.size).toBe(0)
})

test('on Wayland the listener is not even started; what cannot be a shortcut is said', () => {
  const { keys, started, shortcuts, enter } = setUp({ isWayland: true, taken: ['F9'] })
  enter({ talk: ['Mouse4'], mute: ['F9'], deafen: ['F10'] })
  expect(started).toHaveLength(0)
  expect(keys.status()).toEqual({
    phase: 'listening',
    way: 'portal',
    unusable: ['talk', 'mute'],
  })
  expect([...shortcuts.keys()]).toEqual(['F10'])
})

test('without leave nothing is started, and it is once there is', () => {
  const { keys, started, enter, allow } = setUp({ isAllowed: false })
  expect(enter().phase).toBe('not-allowed')
  expect(started).toHaveLength(0)
  allow()
  expect(keys.retry().phase).toBe('starting')
})

test.each([false, true])('a lock ends whatever talks (Wayland: %j)', (isWayland) => {
  const { heard, shortcuts, enter, isListening, talk, newest, lock } = setUp({ isWayland })
  enter()
  if (isWayland) shortcuts.get('F8')?.()
  else {
    isListening()
    talk(true)
  }
  lock.say()
  expect(heard).toEqual([TALK, SILENCE, { type: 'let-go' }])
  vi.advanceTimersByTime(5_000)
  expect(heard).toHaveLength(3)
  if (!isWayland) expect(newest().told.at(-1)).toEqual({ type: 'let-go' })
})

test('the lock is watched in voice only', () => {
  const { enter, leave, lock } = setUp()
  expect(lock.isWatched).toBe(false)
  enter(NO_KEYS)
  expect(lock.isWatched).toBe(true)
  leave()
  expect(lock.isWatched).toBe(false)
})

test('leaving voice, or a page that is loaded again, ends talking', () => {
  const { heard, enter, leave, isListening, talk } = setUp()
  enter()
  isListening()
  talk(true)
  leave()
  expect(heard).toEqual([TALK, SILENCE])
})

test('what an ended listener still says is not heard', () => {
  const { heard, enter, leave, isListening, newest } = setUp()
  enter()
  isListening()
  const { listener } = newest()
  leave()
  listener.onMessage({ type: 'talk', isHeld: true })
  expect(heard).toEqual([])
})
