import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { personIdSchema } from '#shared/domain/ids.ts'
import { FakeContext, FakeStream } from '../../tests/support/render/fake-audio.ts'
import { playChime } from './chimes.ts'
import { toFactor } from './loudness.ts'
import { canChooseSpeaker, createVoiceOutput } from './voice-output.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', FakeStream)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const person = (number: number) =>
  personIdSchema.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)
const [ANNA, JONAS] = [person(1), person(2)]

/** The makeup gain of the compressor is taken back. */
const FULL = toFactor(-1.71)

const wishes = (more = {}, isDeafened = false) => ({
  settings: { outputVolume: 1, people: {}, ...more },
  isDeafened,
})

function hear() {
  const context = new FakeContext()
  const flowing = new Set<unknown>()
  const output = createVoiceOutput(context as unknown as AudioContext, (stream) => {
    flowing.add(stream)
    return () => flowing.delete(stream)
  })
  output.configure(wishes())
  output.play([{}, {}] as MediaStreamTrack[])
  return { context, output, flowing }
}

test('only lanes with somebody on them are heard', () => {
  const { context, output, flowing } = hear()
  expect(context.audible()).toEqual([0, 0])
  output.handleLanes([null, JONAS])
  expect(context.audible()).toEqual([0, FULL])
  output.handleLanes([ANNA, null])
  expect(context.audible()).toEqual([FULL, 0])
  expect(flowing.size).toBe(2)
})

test('each person is as loud as was chosen, whichever lane they are on', () => {
  const { context, output } = hear()
  output.configure(
    wishes({
      outputVolume: 0.5,
      people: { [ANNA]: { volume: 2, isMuted: false }, [JONAS]: { volume: 1, isMuted: true } },
    }),
  )
  output.handleLanes([ANNA, JONAS])
  expect(context.audible()).toEqual([FULL, 0])
  output.handleLanes([JONAS, ANNA])
  expect(context.audible()).toEqual([0, FULL])
})

test('deafened, nothing is heard', () => {
  const { context, output } = hear()
  output.handleLanes([ANNA, JONAS])
  output.configure(wishes({}, true))
  expect(context.audible()).toEqual([0, 0])
})

test('everything goes through the limiter', () => {
  const { context, output } = hear()
  output.handleLanes([ANNA, JONAS])
  const [limiter] = context.all('compressor')
  expect([limiter?.threshold.value, limiter?.ratio.value, limiter?.knee.value]).toEqual([-3, 20, 0])
  limiter?.disconnect()
  expect(context.audible()).toEqual([0, 0])
})

test('a soft voice is made louder over time, and stays so on another lane', () => {
  const { context, output } = hear()
  output.handleLanes([ANNA, JONAS])
  const [meter] = context.all('analyser')
  if (meter) meter.heard = toFactor(-29)
  vi.advanceTimersByTime(10_000)
  const [anna, jonas] = context.audible()
  expect(anna! / FULL).toBeCloseTo(toFactor(6), 1)
  expect(jonas).toBe(FULL)
  output.handleLanes([null, ANNA])
  expect(context.audible()[1]).toBeCloseTo(anna!)
})

test('a recording follows people over lanes and connections, as nobody here has changed them', () => {
  const { context, output } = hear()
  const inputs = new Map([ANNA, JONAS].map((id) => [id, context.createGain()]))
  const recorded = (id: typeof ANNA) => context.audible(inputs.get(id))
  output.configure(
    wishes({ outputVolume: 0, people: { [ANNA]: { volume: 0, isMuted: true } } }, true),
  )
  output.handleLanes([ANNA, null])
  output.record((id) => inputs.get(id) as unknown as AudioNode)
  expect([recorded(ANNA), recorded(JONAS)]).toEqual([
    [1, 0],
    [0, 0],
  ])
  output.handleLanes([JONAS, ANNA])
  expect([recorded(ANNA), recorded(JONAS)]).toEqual([
    [0, 1],
    [1, 0],
  ])
  output.handleLanes([JONAS, null])
  expect(recorded(ANNA)).toEqual([0, 0])
  output.play([{}, {}] as MediaStreamTrack[])
  output.handleLanes([null, JONAS])
  expect(recorded(JONAS)).toEqual([0, 0, 0, 1])
  output.record(null)
  expect(recorded(JONAS)).toEqual([0, 0, 0, 0])
})

test('the next connection takes the place of the one before', () => {
  const { context, output, flowing } = hear()
  output.handleLanes([ANNA, JONAS])
  output.play([])
  expect(flowing.size).toBe(0)
  expect(context.audible()).toEqual([0, 0])
  expect(vi.getTimerCount()).toBe(0)
})

test('sound goes to the chosen speaker, and a speaker that is gone is said to be', async () => {
  const { context, output } = hear()
  context.sinks.add('headset')
  expect(await output.useSpeaker('headset')).toBe(true)
  expect(context.sink).toBe('headset')
  expect(await output.useSpeaker('gone')).toBe(false)
  expect(await output.useSpeaker(null)).toBe(true)
  expect(context.sink).toBe('')
  expect(canChooseSpeaker({})).toBe(false)
})

test('it rests when told, and sounds again', () => {
  const { context, output } = hear()
  output.rest()
  expect(context.state).toBe('suspended')
  output.resume()
  expect(context.state).toBe('running')
  expect(output.latency()).toBeCloseTo(36)
})

test('coming rises and going falls', () => {
  const { context, output } = hear()
  for (const what of ['in', 'out'] as const) {
    const before = context.all('oscillator').length
    playChime(output.context, output.entry, what)
    const [first, second] = context.all('oscillator').slice(before)
    expect(first!.startedAt! < second!.startedAt!).toBe(true)
    expect(first!.frequency.value < second!.frequency.value).toBe(what === 'in')
  }
})
