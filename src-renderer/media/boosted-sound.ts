import { createLimiter, WITHOUT_MAKEUP } from './limiter.ts'

/** A change of volume is spread over this time, in seconds: a jump would be heard as a click. */
const SMOOTH_OVER_S = 0.03

/** Makes what an element plays so many times as loud, 1 as it is. */
export type Boost = (factor: number) => void

/**
 * Makes an element louder than elements go, without making it clip: what would be too loud is held
 * back. The element goes its own way until it is to be louder for the first time.
 */
export function boostThrough(createContext: () => AudioContext, element: HTMLMediaElement): Boost {
  let context: AudioContext | null = null
  let gain: GainNode | null = null

  function open(): GainNode {
    context = createContext()
    const opened = context.createGain()
    const level = context.createGain()
    level.gain.value = WITHOUT_MAKEUP
    context
      .createMediaElementSource(element)
      .connect(opened)
      .connect(createLimiter(context))
      .connect(level)
      .connect(context.destination)
    return opened
  }

  return (factor) => {
    if (!gain && factor === 1) return
    gain ??= open()
    // Paused with the page, or never allowed to begin.
    void context?.resume()
    gain.gain.setTargetAtTime(factor, context?.currentTime ?? 0, SMOOTH_OVER_S)
  }
}
