import { toFactor } from './loudness.ts'

/**
 * A compressor of the Web Audio API makes everything louder by 0.6 times what it takes from a full
 * scale (https://webaudio.github.io/web-audio-api/#DynamicsCompressorNode, "makeup gain"): 1.71 dB with
 * a threshold of -3 dB and a ratio of 20. A limiter is to leave alone what is not too loud.
 */
const WITHOUT_MAKEUP = toFactor(-1.71)

export interface Limiter {
  readonly input: AudioNode
  readonly output: AudioNode
}

/** All together never too loud; leaves alone what is not. */
export function createLimiter(context: BaseAudioContext): Limiter {
  const input = context.createDynamicsCompressor()
  input.threshold.value = -3
  input.knee.value = 0
  input.ratio.value = 20
  input.attack.value = 0.001
  input.release.value = 0.1
  const output = context.createGain()
  output.gain.value = WITHOUT_MAKEUP
  input.connect(output)
  return { input, output }
}
