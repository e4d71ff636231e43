import type { MicrophoneState, NoiseSuppression } from '#shared/domain/audio.ts'
import type { VoiceSettings } from '#shared/ipc/settings.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'

type Trouble = Extract<MicrophoneState, 'refused' | 'missing' | 'busy'>

export interface MicrophoneWishes {
  /** Null is whatever the system uses. */
  readonly deviceId: string | null
  readonly echoCancellation: boolean
  readonly noiseSuppression: NoiseSuppression
  readonly autoGain: boolean
}

/** What the settings ask of a microphone. */
export const wishesFrom = (
  { echoCancellation, noiseSuppression, autoGain }: VoiceSettings,
  deviceId: string | null,
): MicrophoneWishes => ({ deviceId, echoCancellation, noiseSuppression, autoGain })

/** The part of a microphone's track that is used, so that tests need no microphone. */
export type MicrophoneTrack = Pick<
  MediaStreamTrack,
  'addEventListener' | 'applyConstraints' | 'enabled' | 'getSettings' | 'readyState' | 'stop'
>

export type OpenTrack<Track> = (constraints: MediaTrackConstraints) => Promise<Track>

/** What a device hears, without noise. */
export interface CleanedTrack<Track> {
  readonly track: Track
  /** Gives free what cleans; the device runs on. */
  stop(): void
}

/**
 * Takes the noise out of what a device hears.
 *
 * @param onFail called at most once: nothing comes any more, although the device works
 * @throws when it cannot be done here
 */
export type CleanTrack<Track> = (device: Track, onFail: () => void) => Promise<CleanedTrack<Track>>

interface MicrophoneEvents<Track> {
  state: MicrophoneState
  /** Another track, or none. The one before is stopped only after everybody heard of this. */
  track: Track | null
  /** What is really done about noise, which may be less than what was wished for; null while closed. */
  noiseSuppression: NoiseSuppression | null
}

export interface Microphone<Track> {
  readonly on: Emitter<MicrophoneEvents<Track>>['on']
  /** What is to be sent: the sound of the device, cleaned if that is wished for. */
  track(): Track | null
  /** Opens it unless it is open. */
  open(wishes: MicrophoneWishes): Promise<MicrophoneState>
  /** While it is open: another device or other processing, without a moment of silence between. */
  change(wishes: MicrophoneWishes): Promise<void>
  /** Another attempt, after cleaning was wished for and could not be done. */
  cleanAgain(): Promise<void>
  /** Stops everything, so that the sign of the system goes off. */
  close(): void
}

/** A microphone that is open, and how. */
interface Input<Track> {
  readonly device: Track
  readonly sound: Track
  /** What was wished for, save for a device that was not there. */
  readonly wished: MicrophoneWishes
  /** What is really done, which may be less than what was wished for. */
  readonly noiseSuppression: NoiseSuppression
  stop(): void
}

/** One microphone, opened for as long as it is needed. */
export function createMicrophone<Track extends MicrophoneTrack>(
  openTrack: OpenTrack<Track>,
  cleanTrack: CleanTrack<Track>,
): Microphone<Track> {
  const emitter = createEmitter<MicrophoneEvents<Track>>()
  let state: MicrophoneState = 'unasked'
  let input: Input<Track> | null = null
  /** Changes with each closing: what was asked for before that is not wanted any more. */
  let era = 0
  let queue: Promise<unknown> = Promise.resolve()

  function enter(next: MicrophoneState): void {
    if (next === state) return
    state = next
    emitter.emit('state', next)
  }

  function adopt(next: Input<Track> | null): void {
    const before = input
    input = next
    next?.device.addEventListener('ended', () => handleEnd(next.device))
    emitter.emit('track', next?.sound ?? null)
    emitter.emit('noiseSuppression', next?.noiseSuppression ?? null)
    before?.stop()
  }

  /** A device was pulled out: the one of the system takes over, if there is one. */
  function handleEnd(ended: Track): void {
    if (ended !== input?.device) return
    const wishes = { ...input.wished, deviceId: null }
    adopt(null)
    void enqueue(() => openNow(wishes))
  }

  async function openNow(wishes: MicrophoneWishes): Promise<MicrophoneState> {
    if (input) return state
    const asked = era
    enter('asking')
    const opened = await openInput(wishes)
    if (asked !== era) {
      if (opened.ok) opened.value.stop()
      return state
    }
    if (opened.ok) adopt(opened.value)
    enter(opened.ok ? 'open' : opened.error)
    return state
  }

  async function changeNow(wishes: MicrophoneWishes): Promise<void> {
    if (!input || isSame(input.wished, wishes)) return
    const before = input
    const isLess = before.noiseSuppression !== before.wished.noiseSuppression
    const { noiseSuppression } = isLess ? before : wishes
    if (
      isOfOneKind(before.wished, wishes) &&
      (await isApplied(before.device, { ...wishes, noiseSuppression }))
    ) {
      if (input !== before) return
      input = { ...before, wished: wishes, noiseSuppression }
      emitter.emit('noiseSuppression', noiseSuppression)
      return
    }
    await replace(before, () => openInput(wishes))
  }

  async function replace(
    before: Input<Track>,
    open: () => Promise<Result<Input<Track>, Trouble>>,
  ): Promise<void> {
    const asked = era
    const opened = await open()
    // What is in use is better than nothing.
    if (!opened.ok) return
    // Closed meanwhile, or the track ended and another has taken its place.
    if (asked !== era || input !== before) return opened.value.stop()
    adopt(opened.value)
  }

  /** @returns what was opened, as near to the wishes as it goes, or what stands in the way */
  async function openInput(wishes: MicrophoneWishes): Promise<Result<Input<Track>, Trouble>> {
    const opened = await openWith(openTrack, wishes)
    if (!opened.ok) return opened
    const { track: device, wishes: wished } = opened.value
    const { noiseSuppression } = wished
    const stopDevice = (): void => device.stop()
    if (noiseSuppression !== 'strong') {
      return succeed({ device, sound: device, wished, noiseSuppression, stop: stopDevice })
    }
    try {
      const cleaned = await cleanTrack(device, () => void enqueue(() => leaveCleaning(device)))
      const stop = (): void => {
        cleaned.stop()
        device.stop()
      }
      return succeed({ device, sound: cleaned.track, wished, noiseSuppression, stop })
    } catch {
      device.stop()
      return openUncleaned(wished)
    }
  }

  /** Whoever is heard with some noise is better off than whoever is not heard. */
  async function openUncleaned(wished: MicrophoneWishes): Promise<Result<Input<Track>, Trouble>> {
    const opened = await openInput({ ...wished, noiseSuppression: 'standard' })
    return opened.ok ? succeed({ ...opened.value, wished }) : opened
  }

  async function leaveCleaning(device: Track): Promise<void> {
    if (!input || input.device !== device) return
    const { wished } = input
    await replace(input, () => openUncleaned(wished))
  }

  async function cleanNow(): Promise<void> {
    if (!input || input.noiseSuppression === input.wished.noiseSuppression) return
    const { wished } = input
    await replace(input, () => openInput(wished))
  }

  /** One after the other: two wishes at once would leave open what nobody knows of. */
  function enqueue<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = queue.then(act)
    queue = done.catch(() => undefined)
    return done
  }

  return {
    on: emitter.on,
    track: () => input?.sound ?? null,
    open: (wishes) => enqueue(() => openNow(wishes)),
    change: (wishes) => enqueue(() => changeNow(wishes)),
    cleanAgain: () => enqueue(cleanNow),
    close() {
      era += 1
      if (input) adopt(null)
      if (state === 'open' || state === 'asking') enter('unasked')
    },
  }
}

/** @returns the track and what it was opened with, or what stands in its way */
async function openWith<Track>(
  openTrack: OpenTrack<Track>,
  wishes: MicrophoneWishes,
): Promise<Result<{ readonly track: Track; readonly wishes: MicrophoneWishes }, Trouble>> {
  try {
    return succeed({ track: await openTrack(constraintsFor(wishes)), wishes })
  } catch (error) {
    // The device is not there any more: any microphone is better than none.
    if (wishes.deviceId !== null && nameOfError(error) === 'OverconstrainedError') {
      return openWith(openTrack, { ...wishes, deviceId: null })
    }
    return fail(troubleOf(nameOfError(error)))
  }
}

const nameOfError = (error: unknown): string => (error instanceof Error ? error.name : '')

/** Names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
export function troubleOf(name: string): Trouble {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'missing'
  }
}

const constraintsFor = (wishes: MicrophoneWishes): MediaTrackConstraints => ({
  ...processingOf(wishes),
  channelCount: 1,
  ...(wishes.deviceId !== null && { deviceId: { exact: wishes.deviceId } }),
})

const processingOf = ({ echoCancellation, noiseSuppression, autoGain }: MicrophoneWishes) => ({
  echoCancellation,
  // Two that suppress one after the other make speech sound hollow.
  noiseSuppression: noiseSuppression === 'standard',
  autoGainControl: autoGain,
})

/** Whether the track that is open can be set to it. */
const isOfOneKind = (a: MicrophoneWishes, b: MicrophoneWishes): boolean =>
  a.deviceId === b.deviceId &&
  (a.noiseSuppression === 'strong') === (b.noiseSuppression === 'strong')

const isSame = (a: MicrophoneWishes, b: MicrophoneWishes): boolean =>
  a.deviceId === b.deviceId &&
  a.echoCancellation === b.echoCancellation &&
  a.noiseSuppression === b.noiseSuppression &&
  a.autoGain === b.autoGain

/** Browsers may take the wish without doing anything about it, so what they say afterwards counts. */
async function isApplied(track: MicrophoneTrack, wishes: MicrophoneWishes): Promise<boolean> {
  const wanted = processingOf(wishes)
  try {
    await track.applyConstraints(constraintsFor(wishes))
  } catch {
    return false
  }
  const settings = track.getSettings()
  return (
    settings.echoCancellation === wanted.echoCancellation &&
    settings.noiseSuppression === wanted.noiseSuppression &&
    settings.autoGainControl === wanted.autoGainControl
  )
}
