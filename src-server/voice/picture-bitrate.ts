import type { PictureLane } from '#shared/domain/call-pictures.ts'
import { PICTURE_BITS_MAX } from '#shared/domain/group-calls.ts'

/** What a lane carries now. */
interface LaneLoad {
  readonly lane: PictureLane
  /** Bits a second, as measured. */
  readonly rate: number
}

/** Somebody who sees a lane. */
export interface LaneListener {
  /** What they have room for, in bits a second, of all that they get together. */
  readonly estimate: number
  /** What else they get. */
  readonly others: readonly LaneLoad[]
}

/** Below that there is nothing to be seen, and one slow line would spoil it for all. */
const LEAST = 200_000

/**
 * How much somebody may send of a picture, in bits a second: what the slowest of the listeners has room
 * for. To each of them a lane may bring its share, or whatever the others leave free: a screen on which
 * nothing moves takes no room from a face.
 */
export function bitrateFor(lane: PictureLane, listeners: readonly LaneListener[]): number {
  const rooms = listeners.map(({ estimate, others }) => {
    const all = others.reduce(
      (sum, other) => sum + PICTURE_BITS_MAX[other.lane],
      PICTURE_BITS_MAX[lane],
    )
    const share = (estimate * PICTURE_BITS_MAX[lane]) / all
    const rest = estimate - others.reduce((sum, other) => sum + other.rate, 0)
    return Math.max(share, rest)
  })
  return Math.round(Math.max(LEAST, Math.min(PICTURE_BITS_MAX[lane], ...rooms)))
}
