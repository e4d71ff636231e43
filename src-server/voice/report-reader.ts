import { createAllowance } from './allowance.ts'
import { readRtcp, type Rtcp } from './rtcp.ts'

/** Browsers ask for what is missing fifty times a second on each of ten lanes at most. As much again for the rest. */
const REPORTS = { perSecond: 1_000, burst: 1_000 }

/** Reads what one person reports, whatever it is; nothing of what is more than anybody has to say. */
export function createReportReader(): (bytes: Buffer, now: number) => readonly Rtcp[] {
  const allowance = createAllowance(REPORTS)
  return (bytes, now) => (allowance.take(now) ? readRtcp(bytes) : [])
}
