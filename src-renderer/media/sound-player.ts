import { AS_RECORDED, type PlaybackOptions } from '#shared/ipc/settings.ts'
import type { Boost } from './boosted-sound.ts'

/** What is heard at the moment, or was until somebody stopped it. */
export interface Sounding {
  readonly url: string
  readonly phase: 'loading' | 'playing' | 'paused' | 'failed'
  /** Seconds. */
  readonly position: number
  /** Seconds; null as long as the recording itself does not say. */
  readonly duration: number | null
}

/** The part of an audio element that is used, so that tests need no sound card. */
export type SoundElement = Pick<
  HTMLAudioElement,
  | 'addEventListener'
  | 'defaultPlaybackRate'
  | 'currentTime'
  | 'duration'
  | 'error'
  | 'pause'
  | 'paused'
  | 'play'
  | 'playbackRate'
  | 'preload'
  | 'readyState'
  | 'src'
>

export interface SoundPlayer {
  /** Plays it from where it was left, or pauses it. Whatever else is playing stops. */
  toggle(url: string): void
  /** Goes to this second, and plays on if it was playing. */
  seek(url: string, seconds: number): void
  /** Leaves it where it is. */
  pause(): void
  /** How fast and how loud whatever is played from now on is played; voices keep their pitch. */
  setOptions(options: PlaybackOptions): void
  stop(): void
  onChange(listener: (sounding: Sounding | null) => void): void
  /** Told of what was heard to its end. */
  onEnd(listener: (url: string) => void): void
}

/** `HTMLMediaElement.HAVE_METADATA`: it knows how long it is and can be moved in. */
const HAS_METADATA = 1

/** One player for everything that is listened to, so that two recordings never speak at once. */
export function createSoundPlayer<Sound extends SoundElement>(
  createElement: () => Sound,
  /** How an element becomes louder than it goes. */
  boostOf: (element: Sound) => Boost,
): SoundPlayer {
  let tell: (sounding: Sounding | null) => void = () => {}
  let url: string | null = null
  let element: Sound | null = null
  /** Where to begin once the recording is there. */
  let startAt: number | null = null
  let isWaiting = false
  let options = AS_RECORDED
  let boost: Boost = () => {}
  const endListeners: ((url: string) => void)[] = []

  function phaseOf(sound: SoundElement): Sounding['phase'] {
    if (sound.error) return 'failed'
    if (sound.paused) return 'paused'
    return isWaiting ? 'loading' : 'playing'
  }

  function report(): void {
    if (!element || url === null) return tell(null)
    const { duration } = element
    tell({
      url,
      phase: phaseOf(element),
      position: startAt ?? element.currentTime,
      // What a browser has recorded says "infinite" until it was read to the end.
      duration: Number.isFinite(duration) ? duration : null,
    })
  }

  function waiting(now: boolean): () => void {
    return () => {
      isWaiting = now
      report()
    }
  }

  /** The metadata is there: a wish to begin elsewhere can be granted. */
  function begin(): void {
    if (element && startAt !== null) element.currentTime = startAt
    startAt = null
    report()
  }

  function applyOptions(): void {
    if (!element) return
    // The default as well, which a browser goes back to with every recording that it loads.
    element.defaultPlaybackRate = options.rate
    element.playbackRate = options.rate
    boost(options.boost)
  }

  function create(): Sound {
    const sound = createElement()
    boost = boostOf(sound)
    sound.preload = 'metadata'
    sound.addEventListener('loadedmetadata', begin)
    sound.addEventListener('playing', waiting(false))
    sound.addEventListener('waiting', waiting(true))
    for (const event of ['timeupdate', 'pause', 'ended', 'durationchange', 'seeked', 'error']) {
      sound.addEventListener(event, report)
    }
    sound.addEventListener('ended', () => {
      if (url === null) return
      const ended = url
      for (const listener of endListeners) listener(ended)
    })
    return sound
  }

  function load(next: string): Sound {
    element ??= create()
    applyOptions()
    if (url !== next || element.error) {
      url = next
      startAt = null
      isWaiting = true
      element.src = next
    }
    return element
  }

  return {
    toggle(next) {
      const sound = load(next)
      if (!sound.paused) return sound.pause()
      // Refused when the file is gone or broken, which the event says as well.
      sound.play().catch(report)
      report()
    },
    seek(next, seconds) {
      const sound = load(next)
      if (sound.readyState < HAS_METADATA) startAt = seconds
      else sound.currentTime = seconds
      report()
    },
    pause() {
      element?.pause()
    },
    setOptions(next) {
      options = next
      applyOptions()
    },
    stop() {
      element?.pause()
      url = null
      tell(null)
    },
    onChange: (listener) => (tell = listener),
    onEnd: (listener) => void endListeners.push(listener),
  }
}
