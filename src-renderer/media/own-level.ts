import { toDecibels } from './loudness.ts'

/** What a meter shows at its left end, in dB below full scale; its right end is full scale. */
const METER_FLOOR_DB = -60

/** Finer than the eye tells apart on a meter, and coarse enough that silence is one value. */
const METER_STEPS = 40

/** From here on it is speech, in dB below full scale; measured after noise suppression. */
const SPEAKING_ABOVE_DB = -45

/** A breath between two words is no end of speaking, in milliseconds. */
const SPEAKING_FOR_MS = 300

/** A level for a meter, 0 to 1, linear in decibels as ears are. */
export function meterLevel(rms: number): number {
  const share = 1 - toDecibels(rms) / METER_FLOOR_DB
  return Math.round(Math.min(1, Math.max(0, share)) * METER_STEPS) / METER_STEPS
}

export interface Speaking {
  readonly isSpeaking: boolean
  /** When speech was heard last, in milliseconds. */
  readonly heardAt: number
}

export const SILENCE: Speaking = { isSpeaking: false, heardAt: -Infinity }

export function afterLevel(before: Speaking, rms: number, now: number): Speaking {
  const heardAt = toDecibels(rms) > SPEAKING_ABOVE_DB ? now : before.heardAt
  return { heardAt, isSpeaking: now - heardAt < SPEAKING_FOR_MS }
}
