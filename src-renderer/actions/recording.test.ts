import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { ANNA, GENERAL, JONAS, MUSIC } from '../../tests/support/render/fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(new Date(2026, 10, 24, 23, 51))
})
afterEach(() => void vi.useRealTimers())

const STAY = '20000000-0000-4000-8000-000000000001'

const inVoice = ({ id, name }: typeof ANNA, isRecording = false): VoicePersonWire => ({
  ...{ id, name, joinedAt: 1_000 },
  ...{
    isMuted: false,
    isDeafened: false,
    isSilenced: false,
    isRecording,
    isCameraOn: false,
    isSharing: false,
  },
})

/** Anna in voice in General, on a server that says yes and tells everybody when the test says so. */
async function inGeneral() {
  const server = createChatServer()
  server.answer('voice:join', () => ({
    ...{ ok: true, stay: STAY, offer: 'offer', relay: null, people: [inVoice(ANNA)] },
  }))
  for (const name of ['voice:answer', 'voice:leave', 'voice:record']) {
    server.answer(name, () => ({ ok: true }))
  }
  const saved: string[] = []
  const app = await createApp(server, (platform) => ({
    ...platform,
    saveFile: async (name, content) => void saved.push(`${name}: ${await content.text()}`),
  }))
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  await app.actions.joinVoice(GENERAL)
  app.voice.told.length = 0
  const tell = async (...people: VoicePersonWire[]) => {
    server.tell('voice:people', { roomId: GENERAL, people })
    await app.pass()
  }
  return {
    ...{ app, server, saved, tell },
    phase: () => app.state().recording.phase,
    lastNotice: () => app.state().notices.at(-1)?.text,
    asked: () =>
      server.heard.filter(({ name }) => name === 'voice:record').map(({ input }) => input),
    async record(into: 'one-file' | 'file-each' = 'one-file') {
      await app.actions.startRecording(into)
      await tell(inVoice(ANNA, true))
    },
  }
}

test('nothing is recorded before everybody was told, and then there is a chime', async () => {
  const { app, phase, tell, asked } = await inGeneral()
  await app.actions.startRecording('file-each')
  expect(asked()).toEqual([{ stay: STAY, on: true }])
  expect([phase(), app.voice.told]).toEqual(['asking', []])
  await tell(inVoice(ANNA, true))
  expect([phase(), app.voice.told]).toEqual(['running', ['chime recording', 'record file-each']])
})

test('who may not is told why, and nothing is recorded', async () => {
  const { app, server, phase, lastNotice } = await inGeneral()
  server.answer('voice:record', () => ({
    ...{ ok: false, error: { code: 'forbidden', message: 'Your role does not allow this' } },
  }))
  await app.actions.startRecording('one-file')
  expect([phase(), app.voice.told]).toEqual(['off', []])
  expect(lastNotice()).toBe('You cannot record here. Your role does not allow this.')
})

test('stopping ends it at once, saves it under its name, and tells the server', async () => {
  const { app, phase, saved, record, asked, lastNotice } = await inGeneral()
  await record('file-each')
  app.actions.stopRecording()
  expect(phase()).toBe('saving')
  await app.pass()
  expect(saved).toEqual(['Parley General 2026-11-24 23-51 Anna.webm: sound'])
  expect(phase()).toBe('off')
  expect(asked().at(-1)).toEqual({ stay: STAY, on: false })
  expect(lastNotice()).toBe('The recording is with your downloads.')
})

test('everybody together is one file without a name of a person', async () => {
  const { app, saved, record } = await inGeneral()
  await record()
  app.actions.stopRecording()
  await app.pass()
  expect(saved).toEqual(['Parley General 2026-11-24 23-51.webm: sound'])
})

test('the server ends it, and what was recorded is saved', async () => {
  const { app, phase, saved, record, tell, lastNotice } = await inGeneral()
  await record()
  await tell(inVoice(ANNA, false))
  expect(app.voice.told.slice(-2)).toEqual(['chime recording-over', 'finish recording'])
  expect([phase(), saved.length]).toEqual(['off', 1])
  expect(lastNotice()).toMatch(/^The server ended the recording: your role/)
})

test('it ends with the stay, on every way', async () => {
  const ways: ((setup: Awaited<ReturnType<typeof inGeneral>>) => unknown)[] = [
    ({ app }) => app.actions.leaveVoice(),
    ({ app }) => app.actions.joinVoice(MUSIC),
    ({ app }) => app.actions.leaveServer(),
    ({ app }) => app.voice.emit('lost', null),
    ({ server }) => server.tell('voice:ended', { stay: STAY, reason: 'removed' }),
    ({ server }) => server.tell('voice:ended', { stay: STAY, reason: 'lost' }),
  ]
  for (const end of ways) {
    const setup = await inGeneral()
    await setup.record()
    await end(setup)
    await setup.app.pass()
    expect(setup.app.voice.told.filter((one) => one === 'finish recording')).toHaveLength(1)
    expect(setup.saved).toEqual(['Parley General 2026-11-24 23-51.webm: sound'])
    expect(setup.phase()).toBe('off')
  }
})

test('stopped before it began, it does not begin, and nobody is left to believe it', async () => {
  const { app, phase, tell, asked } = await inGeneral()
  const asking = app.actions.startRecording('one-file')
  app.actions.stopRecording()
  await asking
  await tell(inVoice(ANNA, true))
  expect(phase()).toBe('off')
  expect(app.voice.told).toEqual(['chime recording'])
  // Once more after the answer: whatever the server did first, it ends with "no".
  expect(asked().map((input) => (input as { on: boolean }).on)).toEqual([true, false, false])
})

test('a recorder that fails is said to, and the others are told that there is no recording', async () => {
  const { app, phase, record, asked, lastNotice } = await inGeneral()
  app.voice.breakRecorder()
  await record()
  expect(phase()).toBe('off')
  expect(asked().at(-1)).toEqual({ stay: STAY, on: false })
  expect(lastNotice()).toMatch(/cannot make recordings/)
})

test('what others record is heard when it begins, ends, and when one steps in', async () => {
  const { app, server, tell } = await inGeneral()
  await tell(inVoice(ANNA), inVoice(JONAS, true))
  expect(app.voice.told).toContain('chime recording')
  await tell(inVoice(ANNA), inVoice(JONAS, false))
  expect(app.voice.told.at(-1)).toBe('chime recording-over')
  await app.actions.leaveVoice()
  app.voice.told.length = 0
  server.answer('voice:join', () => ({
    ...{
      ok: true,
      stay: STAY,
      offer: 'offer',
      relay: null,
      people: [inVoice(JONAS, true), inVoice(ANNA)],
    },
  }))
  await app.actions.joinVoice(GENERAL)
  expect(app.voice.told).toContain('chime recording')
})

test('whom a moderator has silenced is silent in the own recording as well', async () => {
  const { app, tell } = await inGeneral()
  expect(app.voice.wishes()?.isSilenced).toBe(false)
  await tell({ ...inVoice(ANNA), isSilenced: true })
  expect(app.voice.wishes()?.isSilenced).toBe(true)
})
