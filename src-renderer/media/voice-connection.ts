import type { PersonId } from '#shared/domain/ids.ts'
import type { PictureLane } from '#shared/domain/call-pictures.ts'
import { VOICE_CHANNEL } from '#shared/domain/voice.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { createScope } from '#shared/lib/scope.ts'
import { voiceChannelSchema } from '#shared/protocol/voice-wire.ts'
import { NO_PICTURES, type OwnPictures, type TheirPictures } from './call-pictures.ts'
import { boundUplinks, openUplinks, picturesIn, sendPicture } from './group-lanes.ts'
import { withOpusWishes } from './opus-wishes.ts'
import { listOfStats } from './stats.ts'
import { countersIn, NO_COUNTERS, type VoiceCounters } from './voice-quality.ts'

/** The section of the offer that carries the own voice. */
const UPLINK = 'up'

/** On a local network all candidates are known by then, in milliseconds; the server needs none. */
const GATHER_FOR_MS = 200

/** A connection that is not up after this time will not be, in milliseconds. */
const CONNECT_WITHIN_MS = 4_000

/** Shorter interruptions heal by themselves; longer ones are worth a new connection, in milliseconds. */
const LOST_AFTER_MS = 1_500

/** The server's word on why it closed a connection gets so much time to come first, in milliseconds. */
const FAILED_AFTER_MS = 300

/** The part of a peer connection that is used, so that tests need no network. */
export type Peer = Pick<
  RTCPeerConnection,
  | 'addEventListener'
  | 'close'
  | 'connectionState'
  | 'createAnswer'
  | 'getStats'
  | 'getTransceivers'
  | 'iceGatheringState'
  | 'localDescription'
  | 'setLocalDescription'
  | 'setRemoteDescription'
>

interface VoiceConnectionEvents {
  /** Who is heard on each lane, in the order of `lanes`. */
  lanes: readonly (PersonId | null)[]
  speaking: readonly PersonId[]
  /** What is seen, and of whom; in group calls only. */
  pictures: TheirPictures
  lost: null
}

export interface VoiceConnection {
  readonly on: Emitter<VoiceConnectionEvents>['on']
  /**
   * @param pictures what is seen of this device now, where the offer has room for it; asked again later
   * @throws when the offer cannot be understood
   */
  answer(
    offer: string,
    microphone: MediaStreamTrack | null,
    pictures: () => OwnPictures,
  ): Promise<string>
  /** What is heard, in the order of the offer; known once it was answered. */
  lanes(): readonly MediaStreamTrack[]
  /** Another microphone, or none. */
  send(microphone: MediaStreamTrack | null): Promise<void>
  /** Another picture than before, or none. */
  sendPicture(lane: PictureLane): Promise<void>
  /** Whether it came up; waits until that is known. */
  connected(): Promise<boolean>
  isAlive(): boolean
  counters(): Promise<VoiceCounters>
  close(): void
}

/** One connection to the server's voice. It is never repaired, only replaced. */
export function openVoiceConnection(peer: Peer): VoiceConnection {
  const emitter = createEmitter<VoiceConnectionEvents>()
  const scope = createScope()
  let isClosed = false
  let wasUp = false
  let own = (): OwnPictures => NO_PICTURES
  let settleUp: (isUp: boolean) => void = () => {}
  const up = new Promise<boolean>((resolve) => {
    settleUp = resolve
  })
  const tooLate = setTimeout(() => settleUp(false), CONNECT_WITHIN_MS)
  let timer: ReturnType<typeof setTimeout> | undefined
  scope.add(() => {
    clearTimeout(tooLate)
    clearTimeout(timer)
    settleUp(false)
  })

  const loseIn = (milliseconds: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      settleUp(false)
      if (wasUp && !isClosed) emitter.emit('lost', null)
    }, milliseconds)
  }

  const follow = (): void => {
    switch (peer.connectionState) {
      case 'connected':
        clearTimeout(timer)
        clearTimeout(tooLate)
        wasUp = true
        return settleUp(true)
      case 'disconnected':
        return loseIn(LOST_AFTER_MS)
      case 'failed':
      case 'closed':
        return loseIn(FAILED_AFTER_MS)
      default:
    }
  }

  const handleText = (text: unknown): void => {
    if (isClosed) return
    const parsed = voiceChannelSchema.safeParse(jsonOf(text))
    if (!parsed.success) return
    if ('lanes' in parsed.data) emitter.emit('lanes', parsed.data.lanes)
    else if ('speaking' in parsed.data) emitter.emit('speaking', parsed.data.speaking)
    else emitter.emit('pictures', picturesIn(peer, parsed.data.pictures))
  }

  peer.addEventListener('connectionstatechange', follow)
  peer.addEventListener('datachannel', ({ channel }) => {
    if (channel.label !== VOICE_CHANNEL) return
    channel.addEventListener('message', ({ data }) => handleText(data))
    channel.addEventListener('close', () => loseIn(LOST_AFTER_MS))
  })

  const uplink = (): RTCRtpTransceiver | undefined =>
    peer.getTransceivers().find(({ mid }) => mid === UPLINK)

  const send = async (microphone: MediaStreamTrack | null): Promise<void> => {
    // Refused only after closing, when nobody is to be sent to any more.
    await uplink()
      ?.sender.replaceTrack(microphone)
      .catch(() => undefined)
  }

  return {
    on: emitter.on,
    async answer(offer, microphone, pictures) {
      own = pictures
      // The own encoder follows what the other end says it would like to get.
      await peer.setRemoteDescription({ type: 'offer', sdp: withOpusWishes(offer) })
      const sending = uplink()
      if (!sending) throw new Error('The server offers no way for the own voice.')
      sending.direction = 'sendonly'
      await send(microphone)
      await openUplinks(peer, own)
      await peer.setLocalDescription(await peer.createAnswer())
      await boundUplinks(peer)
      await gathered(peer)
      return peer.localDescription?.sdp ?? ''
    },
    lanes: () =>
      peer
        .getTransceivers()
        .filter(({ mid }) => mid !== UPLINK)
        .map(({ receiver }) => receiver.track)
        .filter(({ kind }) => kind === 'audio'),
    send,
    sendPicture: (lane) => sendPicture(peer, lane, own),
    connected: () => up,
    isAlive: () => peer.connectionState === 'connected',
    counters: async () => (isClosed ? NO_COUNTERS : countersIn(listOfStats(await peer.getStats()))),
    close() {
      if (isClosed) return
      isClosed = true
      scope.close()
      peer.close()
    },
  }
}

const gathered = (peer: Peer): Promise<void> =>
  new Promise((resolve) => {
    if (peer.iceGatheringState === 'complete') return resolve()
    setTimeout(resolve, GATHER_FOR_MS)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve()
    })
  })

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
