import { PICTURE_LANES } from '#shared/domain/call-pictures.ts'
import { PICTURE_UPLINK_MIDS } from '#shared/domain/group-calls.ts'
import { VOICE_LANES } from '#shared/domain/voice.ts'
import { CHANNEL_MID, laneMid, laneSsrc, PICTURE_PLACES, UPLINK_MID } from './mids.ts'
import { SEND_TIME_ID, VP8_PAYLOAD_TYPE } from './picture-rtp.ts'
import { AUDIO_LEVEL_ID, OPUS_PAYLOAD_TYPE } from './rtp.ts'

/** How one kind of section looks like in a description. */
interface Format {
  readonly media: 'audio' | 'video'
  readonly payloadType: number
  /** What the payload type means. */
  readonly map: string
  /** What else is offered of it. */
  readonly more: readonly string[]
}

/** What a description of a connection has, in this order, before the data channel. */
export interface MediaSection {
  readonly format: Format
  readonly mid: string
  /** As whom the server sends there; null where the client sends. */
  readonly ssrc: number | null
}

export const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level'

/** Beside each packet of a picture: when it was sent, from which its receiver finds out how much there is room for. */
const SEND_TIME_URI = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'

/** One channel, something in reserve against loss, and nearly nothing while nobody speaks (RFC 7587). */
export const OPUS_PARAMETERS = 'minptime=10;useinbandfec=1;usedtx=1'

export const OPUS: Format = {
  media: 'audio',
  payloadType: OPUS_PAYLOAD_TYPE,
  map: 'opus/48000/2',
  more: [
    `a=fmtp:${OPUS_PAYLOAD_TYPE} ${OPUS_PARAMETERS}`,
    `a=extmap:${AUDIO_LEVEL_ID} ${AUDIO_LEVEL_URI}`,
  ],
}

const VP8: Format = {
  media: 'video',
  payloadType: VP8_PAYLOAD_TYPE,
  map: 'VP8/90000',
  more: [
    ...['nack', 'nack pli', 'goog-remb'].map((kind) => `a=rtcp-fb:${VP8_PAYLOAD_TYPE} ${kind}`),
    `a=extmap:${SEND_TIME_ID} ${SEND_TIME_URI}`,
  ],
}

export function sectionsOf(hasPictures: boolean): readonly MediaSection[] {
  const sound: MediaSection[] = [
    { format: OPUS, mid: UPLINK_MID, ssrc: null },
    ...Array.from({ length: VOICE_LANES }, (_, lane) => ({
      ...{ format: OPUS, mid: laneMid(lane), ssrc: laneSsrc(lane) },
    })),
  ]
  if (!hasPictures) return sound
  return [
    ...sound,
    ...PICTURE_LANES.map((lane) => ({
      ...{ format: VP8, mid: PICTURE_UPLINK_MIDS[lane], ssrc: null },
    })),
    ...PICTURE_PLACES.map(({ mid, ssrc }) => ({ format: VP8, mid, ssrc })),
  ]
}

/** The lines of a section, as both ends of a connection write it; what belongs to one end follows. */
export const mediaLines = (
  { format, mid }: Pick<MediaSection, 'format' | 'mid'>,
  direction: 'sendonly' | 'recvonly' | 'sendrecv',
): readonly string[] => [
  `m=${format.media} 9 UDP/TLS/RTP/SAVPF ${format.payloadType}`,
  'c=IN IP4 0.0.0.0',
  `a=mid:${mid}`,
  `a=${direction}`,
  'a=rtcp-mux',
  // Reports go without what RFC 3550 puts around them (RFC 5506).
  'a=rtcp-rsize',
  `a=rtpmap:${format.payloadType} ${format.map}`,
  ...format.more,
]

/** The same of the data channel. */
export const CHANNEL_LINES: readonly string[] = [
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  `a=mid:${CHANNEL_MID}`,
]
