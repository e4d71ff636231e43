import type { Undo } from '#shared/lib/scope.ts'
import { rmsOf } from './loudness.ts'

/** 15 times a second would look no smoother; in milliseconds. */
const MEASURE_EVERY_MS = 80

/** Tells the root mean square of a track again and again. */
export function watchTrack(
  context: AudioContext,
  track: MediaStreamTrack,
  tell: (rms: number) => void,
): Undo {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const analyser = context.createAnalyser()
  analyser.fftSize = 2_048
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    tell(rmsOf(samples))
  }, MEASURE_EVERY_MS)
  return () => {
    clearInterval(timer)
    source.disconnect()
  }
}
