import type { MicrophoneState } from '#shared/domain/audio.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'

type Trouble = Extract<MicrophoneState, 'refused' | 'missing' | 'busy'>

export interface MicrophoneWishes {
  /** Null is whatever the system uses. */
  readonly deviceId: string | null
  readonly echoCancellation: boolean
  readonly noiseSuppression: boolean
  readonly autoGain: boolean
}

/** The part of a microphone's track that is used, so that tests need no microphone. */
export type MicrophoneTrack = Pick<
  MediaStreamTrack,
  'addEventListener' | 'applyConstraints' | 'enabled' | 'getSettings' | 'readyState' | 'stop'
>

export type OpenTrack<Track> = (constraints: MediaTrackConstraints) => Promise<Track>

interface MicrophoneEvents<Track> {
  state: MicrophoneState
  /** Another track, or none. The one before is stopped only after everybody heard of this. */
  track: Track | null
}

export interface Microphone<Track> {
  readonly on: Emitter<MicrophoneEvents<Track>>['on']
  track(): Track | null
  /** Opens it unless it is open. */
  open(wishes: MicrophoneWishes): Promise<MicrophoneState>
  /** While it is open: another device or other processing, without a moment of silence between. */
  change(wishes: MicrophoneWishes): Promise<void>
  /** Stops everything, so that the sign of the system goes off. */
  close(): void
}

/** One microphone, opened for as long as it is needed. */
export function createMicrophone<Track extends MicrophoneTrack>(
  openTrack: OpenTrack<Track>,
): Microphone<Track> {
  const emitter = createEmitter<MicrophoneEvents<Track>>()
  let state: MicrophoneState = 'unasked'
  let track: Track | null = null
  let used: MicrophoneWishes | null = null
  /** Changes with each closing: what was asked for before that is not wanted any more. */
  let era = 0
  let queue: Promise<unknown> = Promise.resolve()

  function enter(next: MicrophoneState): void {
    if (next === state) return
    state = next
    emitter.emit('state', next)
  }

  function adopt(next: Track | null): void {
    const before = track
    track = next
    next?.addEventListener('ended', () => handleEnd(next))
    emitter.emit('track', next)
    before?.stop()
  }

  /** A device was pulled out: the one of the system takes over, if there is one. */
  function handleEnd(ended: Track): void {
    if (ended !== track || used === null) return
    const wishes = { ...used, deviceId: null }
    adopt(null)
    void enqueue(() => openNow(wishes))
  }

  async function openNow(wishes: MicrophoneWishes): Promise<MicrophoneState> {
    if (track) return state
    const asked = era
    enter('asking')
    const opened = await openWith(openTrack, wishes)
    if (asked !== era) {
      if (opened.ok) opened.value.track.stop()
      return state
    }
    if (opened.ok) {
      used = opened.value.wishes
      adopt(opened.value.track)
    }
    enter(opened.ok ? 'open' : opened.error)
    return state
  }

  async function changeNow(wishes: MicrophoneWishes): Promise<void> {
    if (!track || !used || isSame(used, wishes)) return
    const before = track
    const isSameDevice = used.deviceId === wishes.deviceId
    if (isSameDevice && (await isApplied(before, wishes))) {
      used = wishes
      return
    }
    const asked = era
    const opened = await openWith(openTrack, wishes)
    // What is in use is better than nothing.
    if (!opened.ok) return
    // Closed meanwhile, or the track ended and another has taken its place.
    if (asked !== era || track !== before) return opened.value.track.stop()
    used = opened.value.wishes
    adopt(opened.value.track)
  }

  /** One after the other: two wishes at once would leave open what nobody knows of. */
  function enqueue<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = queue.then(act)
    queue = done.catch(() => undefined)
    return done
  }

  return {
    on: emitter.on,
    track: () => track,
    open: (wishes) => enqueue(() => openNow(wishes)),
    change: (wishes) => enqueue(() => changeNow(wishes)),
    close() {
      era += 1
      used = null
      if (track) adopt(null)
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
  noiseSuppression,
  autoGainControl: autoGain,
})

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
