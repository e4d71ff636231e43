/** A report of `getStats` is a map in browsers; its values are plain objects. */
export function listOfStats(report: RTCStatsReport): Record<string, unknown>[] {
  const list: Record<string, unknown>[] = []
  report.forEach((value: Record<string, unknown>) => list.push(value))
  return list
}
