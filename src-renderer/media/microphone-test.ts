import type { Undo } from '#shared/lib/scope.ts'

/** Late enough to speak a few words and then listen, in seconds. */
const DELAY_S = 1

/** Plays a microphone a moment later, past everything that may be muted. */
export function loopBack(context: AudioContext, track: MediaStreamTrack, volume: number): Undo {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const delay = context.createDelay(DELAY_S)
  delay.delayTime.value = DELAY_S
  const gain = context.createGain()
  gain.gain.value = volume
  source.connect(delay).connect(gain).connect(context.destination)
  return () => {
    source.disconnect()
    gain.disconnect()
  }
}
