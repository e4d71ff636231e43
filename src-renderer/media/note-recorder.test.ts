import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeContext, FakeStream } from '../../tests/support/render/fake-audio.ts'
import type { MicrophoneWishes } from './microphone.ts'
import { createNoteRecorder, type NoteSurroundings } from './note-recorder.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', FakeStream)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const WISHES: MicrophoneWishes = {
  deviceId: null,
  echoCancellation: true,
  noiseSuppression: 'standard',
  autoGain: true,
}

/** A desk with microphones, and a recorder that hands out what it is told it heard. */
function createDesk() {
  const context = new FakeContext()
  const tracks: { isStopped: boolean; end: () => void }[] = []
  let failure: string | null = null
  const events = new EventTarget()
  const said: string[] = []
  const recorder = {
    state: 'inactive',
    addEventListener: events.addEventListener.bind(events),
    start: () => void (recorder.state = 'recording'),
    pause: () => void (recorder.state = 'paused'),
    resume: () => void (recorder.state = 'recording'),
    requestData: () => hand('rest'),
    stop() {
      recorder.state = 'inactive'
      hand('end')
      events.dispatchEvent(new Event('stop'))
    },
  }
  const hand = (data: string): boolean =>
    events.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([data]) }))
  const notes = createNoteRecorder({
    openTrack: async () => {
      if (failure) throw Object.assign(new Error(failure), { name: failure })
      let end = (): void => undefined
      const track = {
        isStopped: false,
        addEventListener: (_name: string, listener: () => void) => (end = listener),
        stop: () => void (track.isStopped = true),
        end: () => end(),
      }
      tracks.push(track)
      return track
    },
    cleanTrack: () => Promise.reject(new Error('Not here')),
    createContext: () => Object.assign(context, { close: async () => undefined }),
    createRecorder: () => recorder,
  } as unknown as NoteSurroundings)
  const pieces: Promise<string>[] = []
  notes.on('piece', (piece) => pieces.push(piece.text()))
  notes.on('measured', ({ seconds, peak }) => said.push(`${seconds} s, ${peak}`))
  notes.on('lost', () => said.push('lost'))
  return {
    ...{ notes, context, recorder, tracks, said, hand },
    pieces: () => Promise.all(pieces),
    fail: (name: string | null) => void (failure = name),
    /** Time goes on in the context and for its timers. */
    async pass(seconds: number) {
      context.currentTime += seconds
      await vi.advanceTimersByTimeAsync(50)
    },
  }
}

test('pieces come as they are recorded, and the last one before the end', async () => {
  const { notes, hand, pieces, tracks } = createDesk()
  expect(await notes.start(WISHES)).toBe('open')
  hand('one')
  await notes.stop()
  expect(await pieces()).toEqual(['one', 'end'])
  expect(tracks[0]?.isStopped).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('a pause closes the microphone, does not count, and hands out what was recorded', async () => {
  const { notes, recorder, context, pieces, tracks, said, pass } = createDesk()
  await notes.start(WISHES)
  for (const meter of context.all('analyser')) meter.heard = 0.5
  await pass(2)
  await notes.pause()
  expect([recorder.state, tracks[0]?.isStopped]).toEqual(['paused', true])
  expect(await pieces()).toEqual(['rest'])
  await pass(100)
  expect(await notes.resume(WISHES)).toBe('open')
  await pass(1)
  expect(said).toEqual(['2 s, 0.5', '3 s, 0.5'])
})

test('a microphone that is pulled out is followed by another one, in the same recording', async () => {
  const { notes, recorder, tracks, said, pass } = createDesk()
  await notes.start(WISHES)
  tracks[0]?.end()
  await pass(1)
  expect([recorder.state, tracks.length]).toEqual(['recording', 2])
  expect(said).not.toContain('lost')
})

test('the last microphone that is pulled out is told of', async () => {
  const { notes, tracks, said, fail, pass } = createDesk()
  await notes.start(WISHES)
  fail('NotFoundError')
  tracks[0]?.end()
  await pass(1)
  expect(said).toContain('lost')
})

test('what stands in the way is told, and nothing is left running', async () => {
  const { notes, fail, pieces } = createDesk()
  fail('NotAllowedError')
  expect(await notes.start(WISHES)).toBe('refused')
  await notes.stop()
  expect(await pieces()).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})
