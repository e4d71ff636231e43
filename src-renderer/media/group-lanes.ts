import { PICTURE_LANES, type PictureLane } from '#shared/domain/call-pictures.ts'
import { PICTURE_BITS_MAX, PICTURE_UPLINK_MIDS, pictureMid } from '#shared/domain/group-calls.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { VoiceChannelMessage } from '#shared/protocol/voice-wire.ts'
import { NO_PICTURES, type OwnPictures, type TheirPictures } from './call-pictures.ts'

/** A face is shown among others: more lines of it, or more pictures a second, are not worth what they cost. */
const CAMERA_LINES = 720
const CAMERA_PICTURES_A_SECOND = 30

type Peer = Pick<RTCPeerConnection, 'getTransceivers'>

export type PicturesOnLanes = Extract<VoiceChannelMessage, { pictures: unknown }>['pictures']

const withMid = (peer: Peer, mid: string): RTCRtpTransceiver | undefined =>
  peer.getTransceivers().find((transceiver) => transceiver.mid === mid)

const uplinkOf = (peer: Peer, lane: PictureLane): RTCRtpTransceiver | undefined =>
  withMid(peer, PICTURE_UPLINK_MIDS[lane])

/** Offers what this device may send, in the answer: it can begin at any time then, without a word more. */
export async function openUplinks(peer: Peer, own: () => OwnPictures): Promise<void> {
  for (const lane of PICTURE_LANES) {
    const uplink = uplinkOf(peer, lane)
    if (!uplink) continue
    uplink.direction = 'sendonly'
    await uplink.sender.replaceTrack(own()[lane])
  }
}

/** Another picture than before goes out, or none; nothing where there is no lane for it. */
export async function sendPicture(
  peer: Peer,
  lane: PictureLane,
  own: () => OwnPictures,
): Promise<void> {
  const sender = uplinkOf(peer, lane)?.sender
  if (!sender) return
  // Refused only after closing, when nobody is to be sent to any more.
  await sender.replaceTrack(own()[lane]).catch(() => undefined)
  await bound(sender, lane)
}

/** Keeps what goes out within bounds; what was agreed on has to be known for that. */
export async function boundUplinks(peer: Peer): Promise<void> {
  for (const lane of PICTURE_LANES) {
    const sender = uplinkOf(peer, lane)?.sender
    if (sender) await bound(sender, lane)
  }
}

async function bound(sender: RTCRtpSender, lane: PictureLane): Promise<void> {
  const parameters = sender.getParameters()
  for (const encoding of parameters.encodings) {
    encoding.maxBitrate = PICTURE_BITS_MAX[lane]
    if (lane === 'screen') continue
    encoding.maxFramerate = CAMERA_PICTURES_A_SECOND
    encoding.scaleResolutionDownBy = Math.max(1, linesOf(sender.track) / CAMERA_LINES)
  }
  // Text that cannot be read is worth less than one that moves seldom.
  if (lane === 'screen') parameters.degradationPreference = 'maintain-resolution'
  // Refused where nothing can be sent, which is no harm.
  await sender.setParameters(parameters).catch(() => undefined)
}

/** Of the shorter side: one can hold a telephone upright. */
function linesOf(track: MediaStreamTrack | null): number {
  const { width, height } = track?.getSettings() ?? {}
  return Math.min(width ?? CAMERA_LINES, height ?? CAMERA_LINES)
}

/** Whose pictures come in, by what the server says is on each lane. */
export function picturesIn(peer: Peer, { cameras, screens }: PicturesOnLanes): TheirPictures {
  const pictures = new Map<PersonId, OwnPictures>()
  const put = (lane: PictureLane, place: number, of: PersonId | null): void => {
    const track = of === null ? null : withMid(peer, pictureMid(lane, place))?.receiver.track
    if (of === null || !track) return
    pictures.set(of, { ...(pictures.get(of) ?? NO_PICTURES), [lane]: track })
  }
  cameras.forEach((of, place) => put('camera', place, of))
  screens.forEach((of, place) => put('screen', place, of))
  return pictures
}
