import { WAVEFORM_MAX_LENGTH } from '#shared/protocol/limits.ts'

/** How loud a recording is over its time, in no more values than a message may have. */
export interface Waveform {
  /** 0 to 255; each is the loudest of `span` measurements, the last one of those that came so far. */
  readonly peaks: readonly number[]
  readonly span: number
  /** How many measurements the last peak stands for. */
  readonly filled: number
}

export const FLAT: Waveform = { peaks: [], span: 1, filled: 1 }

/**
 * With the next measurement. A full row is drawn together, two peaks into one, so that a long recording
 * needs no more room than a short one.
 *
 * @param peak 0 to 1
 */
export function withPeak({ peaks, span, filled }: Waveform, peak: number): Waveform {
  const value = Math.round(Math.min(1, Math.max(0, peak)) * 255)
  const last = peaks.at(-1)
  if (last !== undefined && filled < span) {
    return { peaks: [...peaks.slice(0, -1), Math.max(last, value)], span, filled: filled + 1 }
  }
  if (peaks.length < WAVEFORM_MAX_LENGTH) return { peaks: [...peaks, value], span, filled: 1 }
  const halved = peaks.flatMap((first, index) =>
    index % 2 === 0 ? [Math.max(first, peaks[index + 1] ?? 0)] : [],
  )
  return { peaks: [...halved, value], span: span * 2, filled: 1 }
}
