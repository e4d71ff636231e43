import type { PictureLane } from '#shared/domain/call-pictures.ts'
import { GROUP_CAMERAS, GROUP_SCREENS, pictureMid } from '#shared/domain/group-calls.ts'

/** How the parts of an offer are called. */
export const UPLINK_MID = 'up'
export const laneMid = (lane: number): string => `lane${lane}`

const FIRST_LANE_SSRC = 0x70_61_00_01
/** Every listener gets the same, so one packet can be written for all of them. */
export const laneSsrc = (lane: number): number => FIRST_LANE_SSRC + lane
/** @returns a number that need not be that of a lane */
export const laneOfSsrc = (ssrc: number): number => ssrc - FIRST_LANE_SSRC

/** The library's own name for the data channel's section: it takes no other. */
export const CHANNEL_MID = '0'

interface PicturePlace {
  readonly lane: PictureLane
  readonly mid: string
  readonly ssrc: number
}

/** The lanes on which pictures are seen, in the order of the offer. */
export const PICTURE_PLACES: readonly PicturePlace[] = [
  ...Array.from({ length: GROUP_CAMERAS }, (_, at) => ({ lane: 'camera', at }) as const),
  ...Array.from({ length: GROUP_SCREENS }, (_, at) => ({ lane: 'screen', at }) as const),
].map(({ lane, at }, index) => ({ lane, mid: pictureMid(lane, at), ssrc: 0x70_62_00_01 + index }))
