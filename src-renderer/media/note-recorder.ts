import type { MicrophoneState } from '#shared/domain/audio.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { createScope, type Scope } from '#shared/lib/scope.ts'
import {
  createMicrophone,
  type CleanTrack,
  type MicrophoneWishes,
  type OpenTrack,
} from './microphone.ts'

/** What was recorded so far leaves the recorder this often, so that a crash loses no more; milliseconds. */
const PIECE_MS = 1_000

/** How often it is measured, in milliseconds; often enough for a picture that moves with the voice. */
const MEASURE_EVERY_MS = 50

/** The part of a recorder of the browser that is used, so that tests need no sound. */
type StreamRecorder = Pick<
  MediaRecorder,
  'addEventListener' | 'pause' | 'requestData' | 'resume' | 'start' | 'state' | 'stop'
>

interface NoteEvents {
  /** What was recorded since the last one. All of them in their order are the file. */
  piece: Blob
  measured: {
    /** Recorded so far, pauses not counted. */
    readonly seconds: number
    /** The loudest since the last measurement, 0 to 1. */
    readonly peak: number
  }
  /** The microphone went away, and there is no other. */
  lost: null
}

/** Records one voice message. */
export interface NoteRecorder {
  readonly on: Emitter<NoteEvents>['on']
  /** Opens the microphone and records. @returns `open`, or what stands in the way */
  start(wishes: MicrophoneWishes): Promise<MicrophoneState>
  /** Closes the microphone. Done when every piece was told. */
  pause(): Promise<void>
  /** Goes on where it was. @returns `open`, or what stands in the way */
  resume(wishes: MicrophoneWishes): Promise<MicrophoneState>
  /** Ends it for good. Done when every piece was told. */
  stop(): Promise<void>
}

/** What of the browser is needed. */
export interface NoteSurroundings {
  readonly openTrack: OpenTrack<MediaStreamTrack>
  readonly cleanTrack: CleanTrack<MediaStreamTrack>
  readonly createContext: () => AudioContext
  readonly createRecorder: (stream: MediaStream) => StreamRecorder
}

/**
 * The microphone goes into the recorder by way of a context, so that another one can take its place in
 * the middle of a recording.
 */
export function createNoteRecorder(surroundings: NoteSurroundings): NoteRecorder {
  const emitter = createEmitter<NoteEvents>()
  const microphone = createMicrophone(surroundings.openTrack, surroundings.cleanTrack)
  const scope = createScope()
  let trackScope: Scope = createScope()
  let context: AudioContext | null = null
  let recorder: StreamRecorder | null = null
  let analyser: AnalyserNode | null = null
  /** Seconds of the stretches that are over, and when the one that runs began. */
  let before = 0
  let since: number | null = null

  const seconds = (): number =>
    before + (context && since !== null ? context.currentTime - since : 0)

  microphone.on('track', (track) => {
    trackScope.close()
    trackScope = createScope()
    if (!track || !context || !analyser) return
    const source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(analyser)
    trackScope.add(() => source.disconnect())
  })
  microphone.on('state', (state) => {
    if (since !== null && state !== 'open' && state !== 'asking') emitter.emit('lost', null)
  })

  function prepare(): StreamRecorder {
    const opened = surroundings.createContext()
    context = opened
    scope.add(() => void opened.close())
    analyser = opened.createAnalyser()
    analyser.fftSize = 4_096
    const end = opened.createMediaStreamDestination()
    // A voice has one channel.
    end.channelCount = 1
    end.channelCountMode = 'explicit'
    analyser.connect(end)
    // Without something that flows, however silent, a recorder stands still while the devices change.
    const time = opened.createConstantSource()
    time.offset.value = 0
    time.connect(end)
    time.start()
    const made = surroundings.createRecorder(end.stream)
    made.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) emitter.emit('piece', data)
    })
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => measure(samples), MEASURE_EVERY_MS)
    scope.add(() => clearInterval(timer))
    return made
  }

  function measure(samples: Float32Array<ArrayBuffer>): void {
    if (since === null || !analyser || !context) return
    analyser.getFloatTimeDomainData(samples)
    // Only what is new since the last look.
    const fresh = Math.ceil((context.sampleRate * MEASURE_EVERY_MS) / 1_000)
    const peak = samples.slice(-fresh).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    emitter.emit('measured', { seconds: seconds(), peak })
  }

  /** Once the event came, all that was recorded was told. */
  const happened = (what: 'dataavailable' | 'stop'): Promise<void> =>
    new Promise((resolve) => {
      recorder?.addEventListener(what, () => resolve(), { once: true })
    })

  function rest(): void {
    before = seconds()
    since = null
    microphone.close()
  }

  async function run(wishes: MicrophoneWishes): Promise<MicrophoneState> {
    recorder ??= prepare()
    await context?.resume()
    const state = await microphone.open(wishes)
    if (state !== 'open') return state
    if (recorder.state === 'inactive') recorder.start(PIECE_MS)
    else recorder.resume()
    since = context?.currentTime ?? 0
    return state
  }

  return {
    on: emitter.on,
    start: run,
    resume: run,
    async pause() {
      rest()
      if (recorder?.state !== 'recording') return
      recorder.pause()
      const told = happened('dataavailable')
      recorder.requestData()
      await told
    },
    async stop() {
      rest()
      if (recorder && recorder.state !== 'inactive') {
        const stopped = happened('stop')
        recorder.stop()
        await stopped
      }
      trackScope.close()
      scope.close()
    },
  }
}
