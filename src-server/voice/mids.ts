import type { PictureLane } from '#shared/domain/call-pictures.ts'
import { GROUP_CAMERAS, GROUP_SCREENS, pictureMid } from '#shared/domain/group-calls.ts'

/** How the parts of an offer are called. */
export const UPLINK_MID = 'up'
export const laneMid = (lane: number): string => `lane${lane}`

/** Every listener gets the same, so one packet can be written for all of them. */
export const laneSsrc = (lane: number): number => 0x70_61_00_01 + lane

/** The library's own name for the data channel's section: it takes no other. */
export const CHANNEL_MID = '0'

export const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level'

/** One channel, something in reserve against loss, and nearly nothing while nobody speaks (RFC 7587). */
export const OPUS_PARAMETERS = 'minptime=10;useinbandfec=1;usedtx=1'

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

/** Beside each packet of a picture: when it was sent, from which its receiver finds out how much there is room for. */
export const SEND_TIME_URI = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'
