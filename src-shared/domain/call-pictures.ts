import type { PersonId } from './ids.ts'

/** What of somebody can be seen in a call. */
export const PICTURE_LANES = ['camera', 'screen'] as const
export type PictureLane = (typeof PICTURE_LANES)[number]

/** One of the pictures of a call: what it shows, and of whom. */
export interface PictureName {
  readonly lane: PictureLane
  /** Null for one's own. */
  readonly of: PersonId | null
}

/** Why there is no picture of one's own. */
export type PictureProblem =
  /** Not allowed, by the person or by the system. */
  | 'refused'
  /** There is none. */
  | 'missing'
  /** Another program has it, or it is broken. */
  | 'failed'
  /** This page or browser has none of it. */
  | 'unsupported'
