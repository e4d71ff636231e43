import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clientIdSchema } from '#shared/domain/ids.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { BLOB, createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { GENERAL, message, MUSIC } from '../../tests/support/render/fixtures.ts'
import { createMediaInMemory } from '../platform/kept-media.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:a', revokeObjectURL }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  revokeObjectURL.mockClear()
})
const revokeObjectURL = vi.fn()

const isAnnas = (key: string): boolean => key === `${ORIGIN} Anna`

async function joined(options: { keptMedia?: ReturnType<typeof createMediaInMemory> } = {}) {
  const server = createChatServer()
  const keptMedia = options.keptMedia ?? createMediaInMemory()
  let isReachable = true
  const app = await createApp(server, undefined, undefined, () => isReachable, keptMedia)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  const note = (room = GENERAL) => app.state().notes.get(room)
  return {
    ...{ app, server, keptMedia, note, ...app.recorders },
    cut: (isCut: boolean) => void (isReachable = !isCut),
    sent: () => server.heard.filter(({ name }) => name === 'chat:send:voice'),
    notices: () => app.state().notices.map(({ text }) => text),
    outgoing: () => app.state().conversations.get(GENERAL)?.outgoing ?? [],
    /** Records so many seconds in General. */
    async record(seconds = 2) {
      await app.actions.startNote()
      app.recorders.speak(seconds)
      await app.pass()
    },
  }
}

test('a recording is brought to the server and sent, and nothing of it is kept', async () => {
  const { app, note, record, sent, told, keptMedia } = await joined()
  await record(2)
  expect(note()).toMatchObject({ phase: 'recording', seconds: 2 })
  await app.actions.sendNote(GENERAL)
  await app.pass()
  expect(told).toEqual(['start', 'stop'])
  expect(await app.uploads[0]?.text()).toBe('until 2')
  expect(sent()[0]?.input).toMatchObject({
    ...{ roomId: 'general', blobId: BLOB, duration: 2, waveform: [128] },
  })
  expect(note()).toBeUndefined()
  expect(app.state().conversations.get(GENERAL)?.messages.at(-1)).toMatchObject({ type: 'voice' })
  expect(await keptMedia.notes(isAnnas)).toEqual([])
  expect(await keptMedia.content(String(sent()[0]?.input['clientId']))).toBeNull()
})

test('it answers what is being answered', async () => {
  const { app, server, record, sent } = await joined()
  server.say('a question')
  await app.pass()
  const asked = app.state().conversations.get(GENERAL)?.messages.at(-1)
  app.actions.replyTo(GENERAL, asked?.id ?? null)
  await record()
  await app.actions.sendNote(GENERAL)
  await app.pass()
  expect(sent()[0]?.input['replyTo']).toBe(asked?.id)
  expect(app.state().conversations.get(GENERAL)?.replyingTo).toBeNull()
})

test('pausing and going on make one recording', async () => {
  const { app, note, record, speak, told } = await joined()
  await record(1)
  await app.actions.pauseNote(GENERAL)
  expect(note()?.phase).toBe('paused')
  await app.actions.resumeNote(GENERAL)
  speak(3)
  await app.actions.sendNote(GENERAL)
  await app.pass()
  expect(told).toEqual(['start', 'pause', 'resume', 'stop'])
  expect(await app.uploads[0]?.text()).toBe('until 1until 3')
})

test('what was recorded is heard before it is sent, and silent once it goes on', async () => {
  const { app, note, record } = await joined()
  await record()
  await app.actions.listenToNote(GENERAL)
  expect(app.state().playback).toBeNull()
  await app.actions.pauseNote(GENERAL)
  await app.actions.listenToNote(GENERAL)
  expect(app.state().playback).toMatchObject({ url: 'blob:a', phase: 'playing' })
  await app.actions.resumeNote(GENERAL)
  expect(app.state().playback).toBeNull()
  expect(note()?.preview).toBeNull()
  expect(revokeObjectURL).toHaveBeenCalledWith('blob:a')
})

test('what was discarded comes back with Undo, and is gone for good without', async () => {
  const { app, note, record, keptMedia } = await joined()
  await record()
  await app.actions.discardNote(GENERAL)
  expect(note()).toBeUndefined()
  const [notice] = app.state().notices
  expect(notice).toMatchObject({ text: 'Voice message discarded', doing: 'Undo' })
  app.actions.takeOffer(notice?.id ?? 0)
  expect(note()).toMatchObject({ phase: 'kept', seconds: 2 })
  await app.pass(60_000)
  expect(await keptMedia.notes(isAnnas)).toHaveLength(1)
  await app.actions.discardNote(GENERAL)
  await app.pass(60_000)
  expect(await keptMedia.notes(isAnnas)).toEqual([])
})

test('a microphone that cannot be had is told of, and nothing is left', async () => {
  const { app, note, notices, setMicrophone } = await joined()
  setMicrophone('refused')
  await app.actions.startNote()
  expect(note()).toBeUndefined()
  expect(notices()).toEqual([expect.stringMatching(/^Parley may not use the microphone\. Allow/)])
})

test('whoever discards it while the browser asks is not recorded', async () => {
  const { app, note, hold, told } = await joined()
  const allow = hold()
  const started = app.actions.startNote()
  await app.pass()
  expect(note()?.phase).toBe('asking')
  await app.actions.discardNote(GENERAL)
  allow()
  await started
  expect(note()).toBeUndefined()
  expect(told.at(-1)).toBe('stop')
  expect(app.state().notices).toEqual([])
})

test('it goes on while another conversation is open, and another one ends it', async () => {
  const { app, note, record, speak } = await joined()
  await record(1)
  void app.actions.openConversation(MUSIC)
  await app.pass()
  speak(2)
  expect(note()).toMatchObject({ phase: 'recording', seconds: 2 })
  await app.actions.startNote()
  expect(note()).toMatchObject({ phase: 'kept', seconds: 2 })
  expect(note(MUSIC)).toMatchObject({ phase: 'recording', seconds: 0 })
})

test('two clicks open one microphone, and one in another room closes what still asks', async () => {
  const { app, note, hold, told, speak } = await joined()
  const allow = hold()
  const both = [app.actions.startNote(), app.actions.startNote()]
  void app.actions.openConversation(MUSIC)
  await app.pass()
  const third = app.actions.startNote()
  allow()
  await Promise.all([...both, third])
  speak(1)
  expect(note()).toBeUndefined()
  expect(note(MUSIC)).toMatchObject({ phase: 'recording', seconds: 1 })
  expect(told.filter((what) => what === 'start')).toHaveLength(2)
})

test('going on here ends what is recorded elsewhere', async () => {
  const { app, note, record, told } = await joined()
  await record(1)
  await app.actions.pauseNote(GENERAL)
  await app.actions.openConversation(MUSIC)
  await app.actions.startNote()
  app.recorders.speak(1)
  await app.actions.resumeNote(GENERAL)
  expect(note(MUSIC)?.phase).toBe('kept')
  expect(note()?.phase).toBe('recording')
  expect(told).toEqual(['start', 'pause', 'start', 'stop', 'resume'])
})

test('whoever discards it while the browser asks again is not recorded', async () => {
  const { app, note, record, hold, told } = await joined()
  await record(1)
  await app.actions.pauseNote(GENERAL)
  const allow = hold()
  const resumed = app.actions.resumeNote(GENERAL)
  await app.pass()
  await app.actions.discardNote(GENERAL)
  allow()
  await resumed
  expect(note()).toBeUndefined()
  // Once more after the microphone was opened.
  expect(told).toEqual(['start', 'pause', 'resume', 'stop', 'stop'])
})

test('what is said into a message is not said to those in voice', async () => {
  const { app, record } = await joined()
  expect(app.voice.wishes()?.isMuted).toBe(false)
  await record(1)
  expect(app.voice.wishes()?.isMuted).toBe(true)
  expect(app.state().voice.isMuted).toBe(false)
  await app.actions.pauseNote(GENERAL)
  expect(app.voice.wishes()?.isMuted).toBe(false)
  await app.actions.resumeNote(GENERAL)
  await app.actions.sendNote(GENERAL)
  expect(app.voice.wishes()?.isMuted).toBe(false)
})

test('with its room a recording ends as well', async () => {
  const { app, server, note, record, told } = await joined()
  await record(1)
  server.tell('room:deleted', { roomId: GENERAL, reason: 'deleted' })
  await app.pass()
  expect(note()).toBeUndefined()
  expect(told).toEqual(['start', 'stop'])
})

test('a recording that is about to be sent when one leaves waits for the return', async () => {
  const keptMedia = createMediaInMemory()
  const { app, record, sent } = await joined({ keptMedia })
  await record(1)
  const sending = app.actions.sendNote(GENERAL)
  app.actions.leaveServer()
  await sending
  await app.pass()
  expect(sent()).toEqual([])
  expect(await keptMedia.notes(isAnnas)).toHaveLength(1)
})

test('a button that is let go of sends, unless it was a mere click', async () => {
  const { app, note, record, sent } = await joined()
  await record(0.1)
  app.actions.letGoOfNote(GENERAL)
  expect(note()?.phase).toBe('recording')
  app.recorders.speak(1)
  app.actions.letGoOfNote(GENERAL)
  await app.pass()
  expect(sent()).toHaveLength(1)
})

test('after fifteen minutes it ends by itself and can be sent', async () => {
  const { app, note, record, notices } = await joined()
  await record(900)
  expect(note()?.phase).toBe('kept')
  expect(notices()).toEqual(['A voice message has at most 15 minutes.'])
  await app.actions.sendNote(GENERAL)
  await app.pass()
  expect(app.uploads).toHaveLength(1)
})

test('without a microphone any more it is paused', async () => {
  const { app, note, record, lose } = await joined()
  await record()
  lose()
  await app.pass()
  expect(note()?.phase).toBe('paused')
})

test('recorded while offline it is sent when the server is back', async () => {
  const { app, server, record, outgoing, sent, cut } = await joined()
  server.cut()
  cut(true)
  await record()
  await app.actions.sendNote(GENERAL)
  await app.pass(5_000)
  expect(outgoing()).toMatchObject([{ voice: { seconds: 2 }, state: { phase: 'sending' } }])
  cut(false)
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect(sent()).toHaveLength(1)
  expect(outgoing()).toEqual([])
})

test('a file that does not get through is tried again and given up, and can be discarded', async () => {
  const { app, record, outgoing, keptMedia, cut } = await joined()
  cut(true)
  await record()
  await app.actions.sendNote(GENERAL)
  await app.pass(30_000)
  const [given] = outgoing()
  expect(given?.state).toEqual({ phase: 'failed', reason: 'The server cannot be reached.' })
  cut(false)
  app.actions.retryMessage(GENERAL, given!.clientId)
  await app.pass(1_000)
  expect(outgoing()).toEqual([])
  cut(true)
  await record()
  await app.actions.sendNote(GENERAL)
  await app.pass(30_000)
  const [again] = outgoing()
  app.actions.discardMessage(GENERAL, again!.clientId)
  await app.pass()
  expect(await keptMedia.content(again!.voice!.noteId)).toBeNull()
})

test('a recording that is known to the server though its answer was lost leaves nothing', async () => {
  const keptMedia = createMediaInMemory()
  const { app, server, record, outgoing } = await joined({ keptMedia })
  server.answer('chat:send:voice', (input) => {
    server.tell('chat:message', {
      ...message(1, { clientId: clientIdSchema.parse(input['clientId']) }),
      ...{ type: 'voice', text: '', audio: '/api/media/1/0?key=key' },
    })
    throw new Error('answer lost')
  })
  await record()
  await app.actions.sendNote(GENERAL)
  await app.pass()
  expect(outgoing()).toEqual([])
  expect(await keptMedia.notes(isAnnas)).toEqual([])
})

test('what a crash interrupted is found again, and what waits to be sent is not taken for it', async () => {
  const keptMedia = createMediaInMemory()
  const before = await joined({ keptMedia })
  await before.record(3)
  const after = await joined({ keptMedia })
  expect(after.note()).toMatchObject({ phase: 'kept', seconds: 3 })
  await after.app.actions.sendNote(GENERAL)
  await after.app.pass()
  expect(await after.app.uploads[0]?.text()).toBe('until 3')
  const later = await joined({ keptMedia })
  expect(later.note()).toBeUndefined()
})

test('leaving the server closes the microphone and keeps what was said', async () => {
  const { app, record, told, keptMedia } = await joined()
  await record()
  app.actions.leaveServer()
  await app.pass()
  expect(told).toEqual(['start', 'stop'])
  expect(app.state().notes.size).toBe(0)
  expect(await keptMedia.notes(isAnnas)).toHaveLength(1)
})
