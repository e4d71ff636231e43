import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NO_KEYS } from '#shared/domain/global-keys.ts'
import type { KeysHeard, KeysStatus, KeysWish } from '#shared/ipc/keys.ts'
import { createEmitter } from '#shared/lib/emitter.ts'
import { succeed } from '#shared/lib/result.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { GENERAL } from '../../tests/support/render/fixtures.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const OFF: KeysStatus = { phase: 'off', way: 'listener', unusable: [] }
const CHOSEN = { ...NO_KEYS, talk: ['F8'], mute: ['F9'] }

/** The app on a desktop whose keys do what the test says, with push-to-talk. */
async function onDesktop() {
  const server = createChatServer()
  const stay = '20000000-0000-4000-8000-000000000001'
  server.answer('voice:join', () => ({ ok: true, stay, offer: 'offer', people: [], relay: null }))
  for (const name of ['voice:answer', 'voice:state', 'voice:leave']) {
    server.answer(name, () => ({ ok: true }))
  }
  const emitter = createEmitter<{ heard: KeysHeard; status: KeysStatus }>()
  const wishes: KeysWish[] = []
  const app = await createApp(server, (platform) => ({
    ...platform,
    keys: {
      status: async () => succeed(OFF),
      use: async (wish) => {
        wishes.push(wish)
        return succeed(OFF)
      },
      retry: async () => succeed(OFF),
      openSettings: async () => succeed(false),
      onHeard: (listener) => emitter.on('heard', listener),
      onStatus: (listener) => emitter.on('status', listener),
    },
  }))
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.actions.changeVoiceSettings({
    activation: 'push-to-talk',
    hasGlobalKeys: true,
    globalKeys: CHOSEN,
  })
  await app.pass()
  return {
    ...{ app, wishes },
    hear: (heard: KeysHeard) => emitter.emit('heard', heard),
    become: (status: Partial<KeysStatus>) => emitter.emit('status', { ...OFF, ...status }),
    isTalking: () => app.voice.wishes()?.isTalkKeyHeld,
    lastNotice: () => app.state().notices.at(-1)?.text,
  }
}

async function inVoice() {
  const desktop = await onDesktop()
  await desktop.app.actions.joinVoice(GENERAL)
  return desktop
}

test('keys are wanted in voice only', async () => {
  const { app, wishes } = await inVoice()
  expect(wishes).toEqual([{ isInVoice: true, keys: CHOSEN }])
  await app.actions.leaveVoice()
  expect(wishes.at(-1)).toEqual({ isInVoice: false, keys: NO_KEYS })
})

test('without push-to-talk there is no talk key, and without the switch there are none', async () => {
  const { app, wishes } = await inVoice()
  await app.actions.changeVoiceSettings({ activation: 'voice' })
  expect(wishes.at(-1)?.keys).toEqual({ ...CHOSEN, talk: null })
  await app.actions.changeVoiceSettings({ hasGlobalKeys: false })
  expect(wishes.at(-1)).toEqual({ isInVoice: true, keys: NO_KEYS })
})

test('while keys are chosen by pressing them, they do nothing else', async () => {
  const { app, wishes } = await inVoice()
  app.actions.chooseByPressing(true)
  expect(wishes.at(-1)?.keys).toEqual(NO_KEYS)
  app.actions.chooseByPressing(false)
  expect(wishes.at(-1)?.keys).toEqual(CHOSEN)
})

test('the key talks while it is held, whichever window has the focus', async () => {
  const { app, hear, isTalking } = await inVoice()
  app.actions.changeAttention({ isFocused: false })
  hear({ type: 'talk', isHeld: true })
  expect(isTalking()).toBe(true)
  hear({ type: 'talk', isHeld: false })
  expect(isTalking()).toBe(false)
})

test('an app that says nothing any more leaves no microphone open', async () => {
  const { app, hear, isTalking } = await inVoice()
  hear({ type: 'talk', isHeld: true })
  await app.pass(3_000)
  hear({ type: 'talk', isHeld: true })
  await app.pass(3_000)
  expect(isTalking()).toBe(true)
  await app.pass(1_000)
  expect(isTalking()).toBe(false)
})

test('a locked screen ends what is held, in the window as well', async () => {
  const { app, hear, isTalking } = await inVoice()
  app.actions.holdTalkKey(true)
  hear({ type: 'talk', isHeld: true })
  hear({ type: 'let-go' })
  expect(isTalking()).toBe(false)
})

test('mute and deafen are what the buttons are, and nothing outside of voice', async () => {
  const { app, hear } = await inVoice()
  hear({ type: 'pressed', name: 'mute' })
  expect(app.state().voice.isMuted).toBe(true)
  hear({ type: 'pressed', name: 'deafen' })
  expect(app.state().voice.isDeafened).toBe(true)
  hear({ type: 'pressed', name: 'mute' })
  expect(app.state().voice).toMatchObject({ isMuted: false, isDeafened: false })
  await app.actions.leaveVoice()
  hear({ type: 'pressed', name: 'mute' })
  hear({ type: 'talk', isHeld: true })
  expect(app.state().voice).toMatchObject({ isMuted: false, isGlobalTalkHeld: false })
})

test('leaving voice while the key is held ends it', async () => {
  const { app, hear, isTalking } = await inVoice()
  hear({ type: 'talk', isHeld: true })
  await app.actions.leaveVoice()
  expect(isTalking()).toBe(false)
})

test('keys are chosen, cleared, and refused twice', async () => {
  const { app } = await onDesktop()
  const keys = () => app.state().settings.voice.globalKeys
  const { setGlobalKey } = app.actions
  expect(setGlobalKey('deafen', ['KeyD', 'ControlLeft'])).toMatchObject({ ok: true })
  expect(keys().deafen).toEqual(['ControlLeft', 'KeyD'])
  expect(setGlobalKey('deafen', ['F9'])).toEqual({
    ok: false,
    error: 'That is the mute key already. Choose another one.',
  })
  expect(setGlobalKey('mute', ['Backquote'])).toEqual({
    ok: false,
    error: 'That is the push-to-talk key already. Choose another one.',
  })
  expect(setGlobalKey('mute', ['Mouse4'])).toMatchObject({ ok: false })
  expect(setGlobalKey('mute', ['Escape'])).toMatchObject({ ok: false })
  expect(keys().mute).toEqual(['F9'])
  expect(setGlobalKey('mute', ['F9'])).toMatchObject({ ok: true })
  setGlobalKey('mute', null)
  expect(keys().mute).toBeNull()
})

test('it is said once when the talk key becomes a switch', async () => {
  const { app, become, lastNotice } = await inVoice()
  become({ phase: 'listening' })
  const before = app.state().notices.length
  become({ phase: 'listening', way: 'shortcuts' })
  expect(lastNotice()).toContain('press once to talk, once more to stop')
  become({ phase: 'listening', way: 'shortcuts', unusable: ['talk'] })
  expect(app.state().notices).toHaveLength(before + 1)
})

test('it is said when the system does not allow it, and where to look', async () => {
  const { app, become, lastNotice } = await inVoice()
  become({ phase: 'not-allowed' })
  expect(lastNotice()).toContain('does not let Parley hear keys')
  await app.actions.openKeysSettings()
  expect(lastNotice()).toContain('Accessibility')
})

test('a browser tab has no such keys', async () => {
  const app = await createApp(createChatServer())
  expect(app.state().globalKeys).toBeNull()
})
