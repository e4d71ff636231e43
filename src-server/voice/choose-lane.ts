/** What must be known of whoever holds a lane. */
export interface LaneUse {
  readonly isSpeaking: boolean
  readonly spokeAt: number
}

/**
 * The lane for somebody who has none: a free one, or that of the one who spoke longest ago. Nobody who
 * speaks loses theirs.
 *
 * @param lanes null where nobody is
 * @returns null when all of them speak
 */
export function chooseLane(lanes: readonly (LaneUse | null)[]): number | null {
  const free = lanes.indexOf(null)
  if (free >= 0) return free
  let chosen: number | null = null
  let longestAgo = Infinity
  for (const [lane, use] of lanes.entries()) {
    if (use === null || use.isSpeaking || use.spokeAt >= longestAgo) continue
    chosen = lane
    longestAgo = use.spokeAt
  }
  return chosen
}
