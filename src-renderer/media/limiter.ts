import { toFactor } from './loudness.ts'

/**
 * A compressor of the Web Audio API makes everything louder by 0.6 times what it takes from a full
 * scale (https://webaudio.github.io/web-audio-api/#DynamicsCompressorNode, "makeup gain"): 1.71 dB with
 * a threshold of -3 dB and a ratio of 20. A limiter is to leave alone what is not too loud.
 */
export const WITHOUT_MAKEUP = toFactor(-1.71)

/** All together never too loud; leaves alone what is not. */
export function createLimiter(context: BaseAudioContext): DynamicsCompressorNode {
  const limiter = context.createDynamicsCompressor()
  limiter.threshold.value = -3
  limiter.knee.value = 0
  limiter.ratio.value = 20
  limiter.attack.value = 0.001
  limiter.release.value = 0.1
  return limiter
}
