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
