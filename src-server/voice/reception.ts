import { wrapped } from './lane-stream.ts'
import type { ReportBlock } from './rtcp.ts'

/** How the packets of one source arrive, as its sender is told (RFC 3550, section 6.4.1). Times are milliseconds. */
export interface Reception {
  /** @param isRepeated it was lost once, and counts as that: the line is what it is */
  note(
    packet: { readonly sequenceNumber: number; readonly timestamp: number },
    now: number,
    isRepeated: boolean,
  ): void
  /** The sender has reported, at this time of its own. */
  noteReport(time: number, now: number): void
  /** Null before anything came. */
  report(ssrc: number, now: number): ReportBlock | null
}

/** A jump further than a line can hold back: the source counts anew. */
const JUMP = 1_000

export function createReception(clockRate: number): Reception {
  let highest: number | null = null
  let first = 0
  let received = 0
  let jitter = 0
  let transit: number | null = null
  let told = { expected: 0, received: 0 }
  let report: { readonly time: number; readonly at: number } | null = null

  function measure(timestamp: number, now: number): void {
    const arrived = (now * clockRate) / 1_000
    const current = arrived - timestamp
    const difference = transit === null ? 0 : Math.abs(current - transit)
    transit = current
    // A wrapped timestamp or a pause is no jitter.
    if (difference < clockRate) jitter += (difference - jitter) / 16
  }

  return {
    note({ sequenceNumber, timestamp }, now, isRepeated) {
      const step = highest === null ? 0 : wrapped(sequenceNumber - (highest & 0xff_ff))
      if (highest === null || Math.abs(step) > JUMP) {
        first = highest = sequenceNumber
        received = 0
        told = { expected: 0, received: 0 }
      } else if (step > 0) highest += step
      if (isRepeated) return
      received += 1
      measure(timestamp, now)
    },
    noteReport(time, now) {
      report = { time, at: now }
    },
    report(ssrc, now) {
      if (highest === null) return null
      const expected = highest - first + 1
      const since = { expected: expected - told.expected, received: received - told.received }
      told = { expected, received }
      const lost = Math.max(0, since.expected - since.received)
      return {
        ssrc,
        fractionLost: since.expected > 0 ? Math.floor((lost * 256) / since.expected) : 0,
        totalLost: Math.max(0, expected - received),
        highest,
        jitter: Math.round(jitter),
        lastReport: report?.time ?? 0,
        delay: report ? Math.round(((now - report.at) * 65_536) / 1_000) : 0,
      }
    },
  }
}
