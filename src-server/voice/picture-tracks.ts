import { Video, type PeerConnection, type Track } from 'node-datachannel'
import { PICTURE_LANES } from '#shared/domain/call-pictures.ts'
import { PICTURE_UPLINK_MIDS } from '#shared/domain/group-calls.ts'
import { PICTURE_PLACES, SEND_TIME_URI } from './mids.ts'
import { SEND_TIME_ID, VP8_PAYLOAD_TYPE } from './picture-rtp.ts'
import { keepUntilClosed } from './until-closed.ts'

export interface PictureTrackEvents {
  /** RTP of the client's pictures, and RTCP of which they are the source; not checked in any way. */
  readonly onSent: (packet: Buffer) => void
  /** RTCP on the lanes that the client sees; not checked in any way. */
  readonly onFeedback: (packet: Buffer) => void
}

interface PictureTrack {
  readonly track: Track
  readonly description: Video
}

export interface PictureTracks {
  /** Whatever has to be referred to for as long as the connection lasts. */
  readonly kept: readonly PictureTrack[]
  /** Needed for the offer alone. */
  readonly spare: readonly PictureTrack[]
}

/**
 * Adds what an offer with pictures has. The library sends whatever it is given on any track, and hands
 * what comes to the track of its source. The answer, as `writeAnswer` puts it, gives all sources to two
 * of them, one for each direction: each open track costs, in a call with many people for each of them.
 */
export function openPictureTracks(
  connection: PeerConnection,
  events: PictureTrackEvents,
): PictureTracks {
  const [uplink, ...uplinks] = PICTURE_LANES.map((lane) => {
    const description = video(PICTURE_UPLINK_MIDS[lane], 'RecvOnly')
    return { track: keepUntilClosed(connection.addTrack(description)), description }
  })
  const [downlink, ...downlinks] = PICTURE_PLACES.map(({ mid, ssrc }) => {
    const description = video(mid, 'SendOnly')
    description.addSSRC(ssrc, 'parley', mid, mid)
    return { track: keepUntilClosed(connection.addTrack(description)), description }
  })
  uplink?.track.onMessage(events.onSent)
  downlink?.track.onMessage(events.onFeedback)
  return {
    kept: [uplink, downlink].flatMap((each) => each ?? []),
    spare: [...uplinks, ...downlinks],
  }
}

function video(mid: string, direction: 'RecvOnly' | 'SendOnly'): Video {
  const description = new Video(mid, direction)
  description.addVP8Codec(VP8_PAYLOAD_TYPE)
  description.parseSdpLine(`a=extmap:${SEND_TIME_ID} ${SEND_TIME_URI}`)
  return description
}
