/** What a call carries, in the order in which its lines stand in a description. */
const LANES = ['microphone', 'camera', 'screen'] as const
export type Lane = (typeof LANES)[number]

/** What this device sends; null for what it does not. */
export type OwnTracks = Readonly<Record<Lane, MediaStreamTrack | null>>

/** What comes from the other device. A lane that is open carries something only at times. */
export interface CallTracks {
  readonly sounds: readonly MediaStreamTrack[]
  readonly camera: MediaStreamTrack | null
  readonly screen: MediaStreamTrack | null
}

/** Bits per second at most: a local network has them, and a face needs no more. */
const MOST: Readonly<Record<Lane, number | null>> = {
  microphone: null,
  camera: 2_500_000,
  screen: 6_000_000,
}

type Peer = Pick<RTCPeerConnection, 'addTransceiver' | 'getTransceivers'>

/**
 * Which transceiver a lane is: the sound, the first picture, the second picture. All of them are there from
 * the start, so that a camera that is turned on has nothing to negotiate and cannot collide with the other
 * end's. A client that knows nothing of them offers and takes as many as it wants, in this order.
 */
export function laneOf(peer: Peer, lane: Lane): RTCRtpTransceiver | undefined {
  if (lane === 'microphone') return transceiversOf(peer, 'audio')[0]
  return transceiversOf(peer, 'video')[lane === 'camera' ? 0 : 1]
}

/** Whether something is to be sent for which there is no lane. */
export const lacksLane = (peer: Peer, own: OwnTracks): boolean =>
  LANES.some((lane) => own[lane] !== null && !laneOf(peer, lane))

/** Opens the lanes that are missing, with what is sent on them. */
export function openLanes(peer: Peer, own: OwnTracks): void {
  const streamOf = createStreams()
  for (const lane of LANES) {
    if (laneOf(peer, lane)) continue
    peer.addTransceiver(own[lane] ?? (lane === 'microphone' ? 'audio' : 'video'), {
      ...{ direction: 'sendrecv', streams: [streamOf(lane)] },
    })
  }
}

/**
 * Sends on the lanes that the other end offered, before they are answered.
 *
 * @param own asked for each lane anew: a camera may be turned on or off, or the call put on hold, meanwhile
 */
export async function joinLanes(peer: Peer, own: () => OwnTracks): Promise<void> {
  const streamOf = createStreams()
  for (const lane of LANES) {
    const transceiver = laneOf(peer, lane)
    if (!transceiver) continue
    transceiver.direction = 'sendrecv'
    transceiver.sender.setStreams(streamOf(lane))
    await transceiver.sender.replaceTrack(own()[lane])
  }
  // Of an own offer that was taken back: in the next one they would be lanes that nobody knows.
  for (const transceiver of peer.getTransceivers()) if (transceiver.mid === null) transceiver.stop()
}

/** Keeps what goes out within bounds, once it was agreed on. */
export async function boundLanes(peer: Peer): Promise<void> {
  for (const lane of LANES) {
    const most = MOST[lane]
    const sender = laneOf(peer, lane)?.sender
    if (most === null || !sender) continue
    const parameters = sender.getParameters()
    for (const encoding of parameters.encodings) encoding.maxBitrate = most
    // Refused where nothing can be sent, which is no harm.
    await sender.setParameters(parameters).catch(() => undefined)
  }
}

/** What belongs together is shown and heard together by a client that goes by streams. */
function createStreams(): (lane: Lane) => MediaStream {
  const [face, screen] = [new MediaStream(), new MediaStream()]
  return (lane) => (lane === 'screen' ? screen : face)
}

export function tracksIn(peer: Peer): CallTracks {
  const trackOf = (lane: Lane): MediaStreamTrack | null =>
    laneOf(peer, lane)?.receiver.track ?? null
  return {
    sounds: transceiversOf(peer, 'audio').map(({ receiver }) => receiver.track),
    camera: trackOf('camera'),
    screen: trackOf('screen'),
  }
}

/** Those that are agreed on before those that are only wanted, which are left where an own offer was taken back. */
function transceiversOf(peer: Peer, kind: 'audio' | 'video'): readonly RTCRtpTransceiver[] {
  // Browsers keep those that were stopped before anything was agreed on.
  const all = peer
    .getTransceivers()
    .filter(({ receiver, direction }) => receiver.track.kind === kind && direction !== 'stopped')
  const agreed = all.filter(({ mid }) => mid !== null)
  return agreed.length > 0 ? agreed : all
}
