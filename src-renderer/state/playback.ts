/** The recording that is listened to, wherever its message is. */
export interface Playback {
  readonly url: string
  readonly phase: 'loading' | 'playing' | 'paused' | 'failed'
  /** Seconds. */
  readonly position: number
  /** Seconds; null as long as the recording itself does not say. */
  readonly duration: number | null
}

/** So many bars are told apart on a narrow screen. */
const BARS = 44

/** The least height, so that silence is seen too. */
const BAR_MIN = 0.08

/**
 * Peaks from 0 to 255 as bars from 0 to 1: the loudest of each part, as tall as the loudest of all would
 * fill the row. Without peaks they are all alike.
 */
export function barsOf(waveform: readonly number[] | null): readonly number[] {
  if (!waveform || waveform.length === 0) return Array.from({ length: BARS }, () => 0.3)
  const loudest = Math.max(...waveform, 1)
  return Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / BARS)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / BARS))
    return Math.max(BAR_MIN, Math.max(...waveform.slice(from, to)) / loudest)
  })
}

/** 75 seconds are "1:15". */
export const minutesOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
