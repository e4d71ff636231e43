import { createLimiter } from './limiter.ts'

/** A change of volume is spread over this time, in seconds: a jump would be heard as a click. */
const SMOOTH_OVER_S = 0.03

/** Makes what an element plays so many times as loud, 1 as it is. */
export type Boost = (factor: number) => void

/**
 * Makes an element louder than elements go, without making it clip: what would be too loud is held
 * back. The element goes its own way until it is to be louder for the first time.
 */
export function boostThrough(createContext: () => AudioContext, element: HTMLMediaElement): Boost {
  let opened: { readonly context: AudioContext; readonly gain: GainNode } | null = null

  function open() {
    const context = createContext()
    const gain = context.createGain()
    const limiter = createLimiter(context)
    context.createMediaElementSource(element).connect(gain).connect(limiter.input)
    limiter.output.connect(context.destination)
    // It takes no time of the processor while nothing plays.
    element.addEventListener('play', () => void context.resume())
    for (const name of ['pause', 'ended']) {
      element.addEventListener(name, () => void context.suspend())
    }
    return { context, gain }
  }

  return (factor) => {
    if (!opened && factor === 1) return
    const { context, gain } = (opened ??= open())
    if (!element.paused) void context.resume()
    gain.gain.setTargetAtTime(factor, context.currentTime, SMOOTH_OVER_S)
  }
}
