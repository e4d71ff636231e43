type Stats = Readonly<Record<string, unknown>>

/** Of a pair of ends; the questions and answers by which each finds out whether the other is still there count. */
const COUNTED = ['packetsReceived', 'requestsReceived', 'responsesReceived'] as const

/**
 * How much ever came in from the other end, sound or not: a number that grows every few seconds for as
 * long as somebody is there, whoever is muted.
 * @returns null where the browser does not say
 */
export function arrivalsIn(reports: Iterable<Stats>): number | null {
  let sum: number | null = null
  for (const report of reports) {
    if (report['type'] !== 'candidate-pair') continue
    for (const key of COUNTED) {
      const value = report[key]
      if (typeof value === 'number') sum = (sum ?? 0) + value
    }
  }
  return sum
}
