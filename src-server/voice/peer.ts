import { Audio, PeerConnection, RtcpReceivingSession, type Track } from 'node-datachannel'
import { VOICE_CHANNEL, VOICE_LANES } from '#shared/domain/voice.ts'
import { readAnswer, writeAnswer, type Answer } from './answer.ts'
import { configOf } from './library.ts'
import { AUDIO_LEVEL_URI, laneMid, laneSsrc, OPUS_PARAMETERS, UPLINK_MID } from './mids.ts'
import { completeOffer, type Reach } from './offer.ts'
import type { PictureSources } from './picture-room.ts'
import { openPictureTracks, type PictureTrackEvents } from './picture-tracks.ts'
import { AUDIO_LEVEL_ID, isRtcp, OPUS_PAYLOAD_TYPE } from './rtp.ts'
import { keepUntilClosed } from './until-closed.ts'

/** One client's connection. */
export interface Peer {
  /** @throws when the library cannot make one */
  readonly offer: Promise<string>
  /** @returns false when it is no answer to the offer, or not the first */
  answer(sdp: string): boolean
  /** On what the client sends pictures; null before the answer, and where there are none. */
  readonly pictureSources: PictureSources | null
  /** Whether sound and words can be sent. */
  readonly isOpen: boolean
  /** RTP, whose source says on which lane it is heard or seen, or RTCP. Nothing happens while it is not open. */
  send(packet: Buffer): void
  /** @returns whether it was sent */
  tell(text: string): boolean
  /** Bytes of words that the client has not taken yet. */
  readonly backlog: number
  close(): void
}

export interface PeerEvents {
  /** RTP from the client, not checked in any way. */
  readonly onRtp: (packet: Buffer) => void
  /** What comes of pictures and of reports on them, not checked in any way; null for a connection without. */
  readonly pictures: PictureTrackEvents | null
  /** A sign of life of any kind. */
  readonly onSign: () => void
  readonly onOpen: () => void
  /** It never came about or broke off; said once, and not after `close`. */
  readonly onEnd: () => void
}

export interface PeerOptions extends Reach {
  /** Null for all. */
  readonly bindAddress: string | null
}

/** Where an offer waits longer than this for the library, it will never come. */
const GATHERING_MAY_TAKE_MS = 10_000

export function createPeer(options: PeerOptions, events: PeerEvents): Peer {
  const connection = new PeerConnection('parley', configOf(options))
  let isEnded = false
  let answered: Answer | null = null
  /** Noted, not asked for: it is looked at for every packet of every listener. */
  let isChannelOpen = false

  const uplinkDescription = audio(UPLINK_MID, 'RecvOnly')
  const uplink = keepUntilClosed(connection.addTrack(uplinkDescription))
  // Answers with receiver reports, from which the client learns of loss and delay.
  const reports = new RtcpReceivingSession()
  uplink.setMediaHandler(reports)
  uplink.onMessage((packet) => {
    events.onSign()
    if (!isRtcp(packet)) events.onRtp(packet)
  })
  const first = openLane(connection, 0)
  const others = Array.from({ length: VOICE_LANES - 1 }, (_, at) => openLane(connection, at + 1))
  const pictures = events.pictures && openPictureTracks(connection, withSigns(events.pictures))
  const channel = keepUntilClosed(connection.createDataChannel(VOICE_CHANNEL), () => {
    isChannelOpen = false
  })
  channel.onOpen(() => {
    isChannelOpen = true
    // What both ends agreed on stays agreed on. But each open track has a handle in the loop of events,
    // and all handles are looked at whenever anything happens: of a hundred listeners, thousands.
    for (const { track } of [...others, ...(pictures?.spare ?? [])]) track.close()
    events.onOpen()
  })
  channel.onMessage(events.onSign)

  // The library forgets what JavaScript no longer refers to, tracks in use included: after some
  // seconds their packets stop without a word. Only what a function uses is referred to.
  const kept = { connection, uplink, uplinkDescription, reports, first, others, pictures, channel }

  function withSigns({ onSent, onFeedback }: PictureTrackEvents): PictureTrackEvents {
    const then = (tell: (packet: Buffer) => void) => (packet: Buffer) => {
      events.onSign()
      tell(packet)
    }
    return { onSent: then(onSent), onFeedback: then(onFeedback) }
  }

  function end(): void {
    if (isEnded) return
    isEnded = true
    events.onEnd()
  }

  connection.onStateChange((state) => {
    if (state === 'disconnected' || state === 'failed' || state === 'closed') end()
  })

  const offer = gather(connection).then((sdp) => completeOffer(sdp, options))
  // Whoever does not wait for it any more must not bring the thread down.
  offer.catch(() => {})
  try {
    connection.setLocalDescription('offer')
  } catch (error) {
    connection.close()
    throw error
  }

  return {
    offer,
    answer(sdp) {
      const read = readAnswer(sdp, { hasPictures: pictures !== null })
      if (read === null || answered || isEnded) return false
      answered = read
      try {
        connection.setRemoteDescription(writeAnswer(read), 'answer')
        return true
      } catch {
        return false
      }
    },
    get pictureSources() {
      return answered?.pictures ?? null
    },
    get isOpen() {
      return !isEnded && isChannelOpen
    },
    send(packet) {
      if (isEnded) return
      try {
        // One sends for all lanes: the library sends what it is given, whatever its source.
        kept.first.track.sendMessageBinary(packet)
      } catch {
        // It has just closed; its end is on the way.
      }
    },
    tell(text) {
      try {
        return !isEnded && channel.sendMessage(text)
      } catch {
        return false
      }
    },
    get backlog() {
      try {
        return channel.bufferedAmount()
      } catch {
        return 0
      }
    },
    close() {
      isEnded = true
      try {
        uplink.close()
        const more = [...(pictures?.kept ?? []), ...(pictures?.spare ?? [])]
        for (const { track } of [first, ...others, ...more]) track.close()
        channel.close()
        connection.close()
      } catch {
        // It has closed already.
      }
    },
  }
}

function audio(mid: string, direction: 'RecvOnly' | 'SendOnly'): Audio {
  const description = new Audio(mid, direction)
  description.addOpusCodec(OPUS_PAYLOAD_TYPE, OPUS_PARAMETERS)
  description.parseSdpLine(`a=extmap:${AUDIO_LEVEL_ID} ${AUDIO_LEVEL_URI}`)
  return description
}

interface Lane {
  readonly track: Track
  readonly description: Audio
  readonly reports: RtcpReceivingSession
}

function openLane(connection: PeerConnection, lane: number): Lane {
  const description = audio(laneMid(lane), 'SendOnly')
  description.addSSRC(laneSsrc(lane), 'parley', laneMid(lane), laneMid(lane))
  const track = keepUntilClosed(connection.addTrack(description))
  // What a listener reports of a lane is for nobody else, and unread it would pile up. The library
  // takes it in: each callback to JavaScript costs time whenever any of them is called.
  const reports = new RtcpReceivingSession()
  track.setMediaHandler(reports)
  return { track, description, reports }
}

/** The description once it has all its candidates. */
function gather(connection: PeerConnection): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('No offer in time')), GATHERING_MAY_TAKE_MS)
    connection.onGatheringStateChange((state) => {
      if (state !== 'complete') return
      clearTimeout(timer)
      const sdp = connection.localDescription()?.sdp
      if (sdp === undefined) reject(new Error('No offer'))
      else resolve(sdp)
    })
  })
}
