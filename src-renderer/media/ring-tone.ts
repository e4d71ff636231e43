/** One round of the ring: a phrase, its echo, and a rest in which one can be called by name. Seconds. */
export const RING_ROUND_S = 3.2

/** As loud as it comes; at twice the volume it is still not clipped. */
const PEAK = 0.45

interface Note {
  /** Hertz. */
  readonly pitch: number
  /** Seconds after the start of the round. */
  readonly at: number
  /** 1 is the phrase itself. */
  readonly strength: number
}

/** E, G sharp, B and back: a major chord taken apart, which is friendly and carries through a room. */
const PHRASE = [659.26, 830.61, 987.77, 830.61] as const
const STEP_S = 0.17
const ECHO_AT_S = 0.95
const ECHO_STRENGTH = 0.7

const NOTES: readonly Note[] = [
  { startsAt: 0, strength: 1 },
  { startsAt: ECHO_AT_S, strength: ECHO_STRENGTH },
].flatMap(({ startsAt, strength }) =>
  PHRASE.map((pitch, index) => ({ pitch, at: startsAt + index * STEP_S, strength })),
)

/** Struck wood: the tone itself, and overtones that are gone sooner. */
const OVERTONES = [
  { times: 1, strength: 1, decayS: 0.28 },
  { times: 2, strength: 0.18, decayS: 0.14 },
  { times: 4, strength: 0.14, decayS: 0.05 },
] as const

const ATTACK_S = 0.006
/** After so many times its decay nothing is left that could be heard. */
const DECAYS_HEARD = 5

/**
 * The ring of a call, made and not loaded: samples of one round, that can be repeated without a click.
 *
 * @param sampleRate samples per second
 */
export function ringSamples(sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(RING_ROUND_S * sampleRate))
  for (const note of NOTES) addNote(samples, note, sampleRate)
  const highest = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  return samples.map((sample) => (sample / highest) * PEAK)
}

function addNote(samples: Float32Array, { pitch, at, strength }: Note, sampleRate: number): void {
  const start = Math.round(at * sampleRate)
  for (const overtone of OVERTONES) {
    const length = Math.round(overtone.decayS * DECAYS_HEARD * sampleRate)
    for (let index = 0; index < length && start + index < samples.length; index += 1) {
      const seconds = index / sampleRate
      const loudness = Math.min(1, seconds / ATTACK_S) * Math.exp(-seconds / overtone.decayS)
      const wave = Math.sin(2 * Math.PI * pitch * overtone.times * seconds)
      samples[start + index] =
        (samples[start + index] ?? 0) + strength * overtone.strength * loudness * wave
    }
  }
}
