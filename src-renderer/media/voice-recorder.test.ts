import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RecordingInto } from '#shared/domain/audio.ts'
import { personIdSchema } from '#shared/domain/ids.ts'
import { FakeContext, FakeStream, type FakeNode } from '../../tests/support/render/fake-audio.ts'
import { toFactor } from './loudness.ts'
import { startVoiceRecorder, type CreateRecorder } from './voice-recorder.ts'

beforeEach(() => void vi.stubGlobal('MediaStream', FakeStream))
afterEach(() => void vi.unstubAllGlobals())

/** The makeup gain of the limiter's compressor is taken back. */
const FULL = toFactor(-1.71)

const person = (number: number) =>
  personIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`)
const [ME, ANNA, BEN] = [person(1), person(2), person(3)]

/** A recorder that says what it got when it is stopped. */
function record(into: RecordingInto) {
  const context = new FakeContext()
  const recorders: { of: FakeNode; isStopped: boolean }[] = []
  const createRecorder = ((stream: { of: FakeNode }) => {
    const events = new EventTarget()
    const made = { of: stream.of, isStopped: false }
    recorders.push(made)
    const say = (data: Blob) =>
      events.dispatchEvent(Object.assign(new Event('dataavailable'), { data }))
    return {
      state: 'recording',
      addEventListener: events.addEventListener.bind(events),
      start: () => undefined,
      stop() {
        made.isStopped = true
        say(new Blob([`file ${recorders.indexOf(made)}`]))
        say(new Blob([]))
        events.dispatchEvent(new Event('stop'))
      },
    }
  }) as unknown as CreateRecorder
  const recorder = startVoiceRecorder({
    ...{ context: context as unknown as AudioContext, into, me: ME, createRecorder },
  })
  const speak = (id: typeof ANNA): FakeNode => {
    const source = context.createMediaStreamSource()
    source.connect(recorder.inputFor(id) as unknown as FakeNode)
    return source
  }
  /** Which of the sources are in a file; the compressor passes everything on. */
  const heardIn = (file: number): number[] => context.audible(recorders[file]?.of)
  return { context, recorder, recorders, speak, heardIn }
}

test('in one file everybody is together', async () => {
  const { recorder, recorders, speak, heardIn } = record('one-file')
  recorder.setOwn({} as MediaStreamTrack)
  speak(ANNA)
  speak(BEN)
  expect(recorders).toHaveLength(1)
  expect(heardIn(0)).toEqual([FULL, FULL, FULL])
  const files = await recorder.finish()
  expect(files.map(({ whose }) => whose)).toEqual([null])
  expect(await files[0]?.content.text()).toBe('file 0')
  expect(recorders[0]?.isStopped).toBe(true)
})

test('each person has one file with nobody else in it, however often they are led there', async () => {
  const { recorder, recorders, speak, heardIn } = record('file-each')
  speak(ANNA)
  recorder.setOwn({} as MediaStreamTrack)
  speak(BEN)
  speak(ANNA)
  expect(recorders).toHaveLength(3)
  expect([heardIn(0), heardIn(1), heardIn(2)]).toEqual([
    [1, 0, 0, 1],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ])
  const files = await recorder.finish()
  expect(files.map(({ whose }) => whose)).toEqual([ANNA, ME, BEN])
})

test('every file goes on while nobody speaks', () => {
  const { context, recorders, speak } = record('file-each')
  speak(ANNA)
  speak(BEN)
  const [time] = context.all('constant')
  expect(time?.offset.value).toBe(0)
  expect(time?.outputs).toEqual(recorders.map(({ of }) => of))
})

test('the own voice is in it as it goes out: another microphone takes over, and a silenced one is silent', () => {
  const { recorder, heardIn } = record('one-file')
  recorder.silenceOwn(true)
  recorder.setOwn({} as MediaStreamTrack)
  expect(heardIn(0)).toEqual([0])
  recorder.silenceOwn(false)
  expect(heardIn(0)).toEqual([FULL])
  recorder.setOwn({} as MediaStreamTrack)
  expect(heardIn(0)).toEqual([0, FULL])
  recorder.setOwn(null)
  expect(heardIn(0)).toEqual([0, 0])
})

test('nobody who was never there has a file', async () => {
  const { recorder } = record('file-each')
  expect(await recorder.finish()).toEqual([])
})
