import type { PersonId } from '#shared/domain/ids.ts'
import { hearingOf, type VoiceSettings } from '#shared/ipc/settings.ts'
import { createLimiter } from './limiter.ts'
import { levelled, rmsOf, toFactor, UNLEVELLED, type Levelling } from './loudness.ts'

/** How often it is measured how loud somebody is, in milliseconds. */
const MEASURE_EVERY_MS = 100

/** A change of volume is spread over this time, in seconds: a jump would be heard as a click. */
const SMOOTH_OVER_S = 0.03

/** The compressor looks ahead by this time, in milliseconds. */
const LOOK_AHEAD_MS = 6

/** Keeps a remote track flowing: Chromium decodes one only while an element plays it, even silently. */
export type KeepFlowing = (stream: MediaStream) => () => void

interface OutputWishes {
  readonly settings: Pick<VoiceSettings, 'outputVolume' | 'people'>
  readonly isDeafened: boolean
}

interface Lane {
  readonly source: AudioNode
  readonly meter: AnalyserNode
  readonly gain: GainNode
  /** Where it is recorded, as nobody here has changed it. */
  recordedBy: AudioNode | null
  readonly close: () => void
}

export interface VoiceOutput {
  /** Where everything that is to be heard goes in; for chimes and the test as well. */
  readonly context: AudioContext
  readonly entry: AudioNode
  /** Plays these tracks, in place of those before. */
  play(tracks: readonly MediaStreamTrack[]): void
  /** Who is on each of them. */
  handleLanes(people: readonly (PersonId | null)[]): void
  configure(wishes: OutputWishes): void
  /** Leads everybody who is heard to where they are recorded as well, as they come; null ends it. */
  record(inputFor: ((person: PersonId) => AudioNode) | null): void
  /** Null is the speaker of the system. @returns whether sound goes there now */
  useSpeaker(id: string | null): Promise<boolean>
  /** Browsers let nothing sound before somebody did something. */
  resume(): void
  /** Takes no time of the processor any more, until `resume`. */
  rest(): void
  /** Milliseconds from here to the ear. */
  latency(): number
}

/** How much of one person is heard: what was chosen for them, and what makes all equally loud. */
function gainFor(
  people: VoiceSettings['people'],
  person: PersonId | null,
  { gainDb }: Levelling,
): number {
  if (person === null) return 0
  const { volume, isMuted } = hearingOf(people, person)
  return isMuted ? 0 : volume * toFactor(gainDb)
}

/** Everybody who is heard, each as loud as wished, all together never too loud. */
export function createVoiceOutput(context: AudioContext, keepFlowing: KeepFlowing): VoiceOutput {
  const limiter = createLimiter(context)
  const master = context.createGain()
  limiter.output.connect(master).connect(context.destination)

  const levels = new Map<PersonId, Levelling>()
  const samples = new Float32Array(2_048)
  let lanes: Lane[] = []
  let people: readonly (PersonId | null)[] = []
  let volumes: VoiceSettings['people'] = {}
  let timer: ReturnType<typeof setInterval> | undefined
  let recordingInput: ((person: PersonId) => AudioNode) | null = null

  const set = (parameter: AudioParam, value: number): void => {
    parameter.setTargetAtTime(value, context.currentTime, SMOOTH_OVER_S)
  }

  const apply = (lane: Lane, person: PersonId | null): void =>
    set(lane.gain.gain, gainFor(volumes, person, levelOf(person)))

  const levelOf = (person: PersonId | null): Levelling =>
    (person === null ? undefined : levels.get(person)) ?? UNLEVELLED

  const applyAll = (): void => lanes.forEach((lane, index) => apply(lane, people[index] ?? null))

  /** A recording follows the person, who may be on another lane by now. */
  function routeRecording(): void {
    lanes.forEach((lane, index) => {
      const person = people[index] ?? null
      const next = person === null ? null : (recordingInput?.(person) ?? null)
      if (next === lane.recordedBy) return
      if (lane.recordedBy) lane.source.disconnect(lane.recordedBy)
      if (next) lane.source.connect(next)
      lane.recordedBy = next
    })
  }

  function measure(): void {
    lanes.forEach((lane, index) => {
      const person = people[index] ?? null
      if (person === null) return
      lane.meter.getFloatTimeDomainData(samples)
      const before = levelOf(person)
      const after = levelled(before, rmsOf(samples), MEASURE_EVERY_MS)
      if (after === before) return
      levels.set(person, after)
      apply(lane, person)
    })
  }

  function open(track: MediaStreamTrack): Lane {
    const stream = new MediaStream([track])
    const stopFlowing = keepFlowing(stream)
    const source = context.createMediaStreamSource(stream)
    const meter = context.createAnalyser()
    meter.fftSize = samples.length
    const gain = context.createGain()
    gain.gain.value = 0
    source.connect(meter)
    source.connect(gain).connect(limiter.input)
    return {
      source,
      meter,
      gain,
      recordedBy: null,
      close() {
        source.disconnect()
        gain.disconnect()
        stopFlowing()
      },
    }
  }

  return {
    context,
    entry: limiter.input,
    play(tracks) {
      for (const lane of lanes) lane.close()
      clearInterval(timer)
      people = []
      lanes = tracks.map(open)
      if (lanes.length > 0) timer = setInterval(measure, MEASURE_EVERY_MS)
    },
    handleLanes(next) {
      people = next
      applyAll()
      routeRecording()
    },
    configure({ settings, isDeafened }) {
      volumes = settings.people
      set(master.gain, isDeafened ? 0 : settings.outputVolume)
      applyAll()
    },
    record(inputFor) {
      recordingInput = inputFor
      routeRecording()
    },
    async useSpeaker(id) {
      if (!canChooseSpeaker(context)) return id === null
      return context.setSinkId(id ?? '').then(
        () => true,
        () => false,
      )
    },
    resume() {
      if (context.state === 'suspended') void context.resume().catch(() => undefined)
    },
    rest() {
      if (context.state === 'running') void context.suspend().catch(() => undefined)
    },
    latency: () => (context.baseLatency + (context.outputLatency ?? 0)) * 1_000 + LOOK_AHEAD_MS,
  }
}

/** Newer than the types that the compiler knows. */
interface WithSink {
  setSinkId(id: string): Promise<void>
}

export const canChooseSpeaker = (context: object): context is WithSink => 'setSinkId' in context
