/** Where speech is brought to, in dB below full scale. */
const TARGET_DB = -23

/** Nobody is made louder or softer by more than this, in dB: noise would become a voice. */
const MOST_DB = 9

/** Below this nobody speaks, in dB below full scale; silence says nothing about how loud a voice is. */
const SPEECH_ABOVE_DB = -50

/** Speech is measured over about so long, in milliseconds. */
const MEASURED_OVER_MS = 3_000

/** The gain follows no faster than this, in dB per second, so that nobody hears it move. */
const DB_PER_SECOND = 3

/** How loud one person is, and what is done about it. */
export interface Levelling {
  /** Mean square of the speech so far; null before there was any. */
  readonly meanSquare: number | null
  /** In dB. */
  readonly gainDb: number
}

export const UNLEVELLED: Levelling = { meanSquare: null, gainDb: 0 }

export const toDecibels = (rms: number): number => 20 * Math.log10(Math.max(rms, 1e-9))

export const toFactor = (decibels: number): number => 10 ** (decibels / 20)

/** One step of the automatic gain: `rms` was measured over the last `elapsedMs`. */
export function levelled(before: Levelling, rms: number, elapsedMs: number): Levelling {
  if (toDecibels(rms) < SPEECH_ABOVE_DB) return before
  const share = 1 - Math.exp(-elapsedMs / MEASURED_OVER_MS)
  const square = rms * rms
  const meanSquare =
    before.meanSquare === null ? square : before.meanSquare + share * (square - before.meanSquare)
  const wanted = clamp(TARGET_DB - toDecibels(Math.sqrt(meanSquare)), MOST_DB)
  const step = clamp(wanted - before.gainDb, (DB_PER_SECOND * elapsedMs) / 1_000)
  return { meanSquare, gainDb: before.gainDb + step }
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value))

/** Root mean square of samples from -1 to 1. */
export function rmsOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}
