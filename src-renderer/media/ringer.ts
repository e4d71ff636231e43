import type { AudioDevice } from '#shared/domain/audio.ts'
import { devicesOfKind, findChosen } from './audio-devices.ts'
import { ringSamples } from './ring-tone.ts'

/** Below it nothing was heard, whatever the context says. */
const SILENCE = 0.001

/** Often enough to meet a note. */
const LISTEN_EVERY_MS = 50

/** How loud, and on what; null is what the system uses. */
export interface RingSound {
  readonly volume: number
  readonly device: AudioDevice | null
}

/** Whether the ring is heard, and in words what of it is not as it should be. */
interface RingHeard {
  readonly ok: boolean
  readonly detail: string
}

export interface Ringer {
  /** Rings from now on, over and over; what rang before ends. */
  start(sound: RingSound): void
  stop(): void
  /** Tries again what the browser refused, after a click. */
  retry(): void
  /** What was heard since the start. */
  heard(): RingHeard
}

/** An audio context that may choose where its sound goes; not every browser has that. */
type Context = AudioContext & { setSinkId?(id: string): Promise<void> }

/** One ringing, from its start to its end. */
interface Ringing {
  readonly context: Context
  readonly sound: RingSound
  readonly stop: () => void
  readonly peak: () => number
  deviceProblem: string | null
}

/**
 * Plays the ring. The loop runs where sound is made and not on a timer of the page, so that it goes on
 * while the page is hidden or busy.
 */
export function createRinger(deps: {
  readonly createContext: () => Context
  readonly listDevices: () => Promise<readonly MediaDeviceInfo[]>
}): Ringer {
  let now: Ringing | null = null

  const stop = (): void => {
    now?.stop()
    now = null
  }
  return {
    start(sound) {
      stop()
      const started = startRinging(deps.createContext(), sound)
      now = started
      void chooseDevice(started, deps.listDevices)
    },
    stop,
    retry: () => void now?.context.resume().catch(() => undefined),
    heard: () => (now === null ? NOT_STARTED : wordsFor(now)),
  }
}

function startRinging(context: Context, sound: RingSound): Ringing {
  const samples = ringSamples(context.sampleRate)
  const buffer = context.createBuffer(1, samples.length, context.sampleRate)
  buffer.copyToChannel(samples, 0)
  const source = new AudioBufferSourceNode(context, { buffer, loop: true })
  const volume = new GainNode(context, { gain: sound.volume })
  const ear = new AnalyserNode(context)
  source.connect(volume).connect(ear).connect(context.destination)
  source.start()
  const wave = new Float32Array(ear.fftSize)
  let peak = 0
  const listening = setInterval(() => {
    ear.getFloatTimeDomainData(wave)
    peak = wave.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), peak)
  }, LISTEN_EVERY_MS)
  return {
    ...{ context, sound, deviceProblem: null },
    peak: () => peak,
    stop() {
      clearInterval(listening)
      source.stop()
      void context.close().catch(() => undefined)
    },
  }
}

/** A device that is not there is no reason to be silent: then it rings on what the system uses. */
async function chooseDevice(
  ringing: Ringing,
  listDevices: () => Promise<readonly MediaDeviceInfo[]>,
): Promise<void> {
  const { context, sound } = ringing
  if (sound.device === null) return
  const name = sound.device.label || 'The chosen device'
  const infos = await listDevices().catch(() => [])
  const device = findChosen(devicesOfKind(infos, 'audiooutput'), sound.device)
  if (device === null || context.setSinkId === undefined) {
    ringing.deviceProblem = `${name} is not there`
    return
  }
  await context.setSinkId(device.id).catch(() => {
    ringing.deviceProblem = `${name} cannot be used`
  })
}

const NOT_STARTED: RingHeard = { ok: false, detail: 'Nothing was played.' }

function wordsFor({ context, sound, peak, deviceProblem }: Ringing): RingHeard {
  if (sound.volume === 0) return { ok: false, detail: 'The volume of the ring is 0 %.' }
  if (context.state !== 'running') return { ok: false, detail: NO_LEAVE }
  if (peak() < SILENCE)
    return { ok: false, detail: 'The ring was started, and no sound came of it.' }
  if (deviceProblem !== null)
    return { ok: false, detail: `${deviceProblem}, so that it rang on what your system uses.` }
  const where = sound.device?.label || 'what your system uses'
  return { ok: true, detail: `It rang on ${where}, at ${Math.round(sound.volume * 100)} %.` }
}

const NO_LEAVE =
  'The browser lets a page make no sound before somebody has clicked in it. It rings from the first click on.'
