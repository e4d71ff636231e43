import { Audio, PeerConnection } from 'node-datachannel'
import { VOICE_CHANNEL } from '#shared/domain/voice.ts'
import { readAnswer, writeAnswer, type Answer } from './answer.ts'
import { configOf } from './library.ts'
import { UPLINK_MID } from './mids.ts'
import { writeOffer, type Reach } from './offer.ts'
import type { PictureSources } from './picture-room.ts'
import { isRtcp, OPUS_PAYLOAD_TYPE, ssrcOf } from './rtp.ts'
import { OPUS_PARAMETERS } from './sections.ts'
import { keepUntilClosed } from './until-closed.ts'

/** One client's connection. */
export interface Peer {
  /** @throws when the library cannot make one */
  readonly offer: Promise<string>
  /** @returns false when it is no answer to the offer, or not the first */
  answer(sdp: string): boolean
  /** On what the client sends; null before the answer. */
  readonly sources: Sources | null
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

interface Sources {
  readonly sound: number
  /** Null where there are none. */
  readonly pictures: PictureSources | null
}

export interface PeerEvents {
  /** RTP of the client's sound, not checked in any way. */
  readonly onSound: (packet: Buffer) => void
  /** RTP of any other source, not checked in any way: that of pictures, if it is any good. */
  readonly onPicture: (packet: Buffer) => void
  /** RTCP on whatever the client sends or gets, not checked in any way. */
  readonly onReport: (packet: Buffer) => void
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

export interface PeerSetup extends PeerOptions {
  /** The offer has sections for them. */
  readonly hasPictures: boolean
}

/** Where an offer waits longer than this for the library, it will never come. */
const GATHERING_MAY_TAKE_MS = 10_000

export function createPeer(setup: PeerSetup, events: PeerEvents): Peer {
  const { hasPictures } = setup
  const connection = new PeerConnection('parley', configOf(setup))
  let isEnded = false
  let answered: Answer | null = null
  /** Noted, not asked for: it is looked at for every packet of every listener. */
  let isChannelOpen = false

  const description = new Audio(UPLINK_MID, 'SendRecv')
  description.addOpusCodec(OPUS_PAYLOAD_TYPE, OPUS_PARAMETERS)
  // All sound and all pictures, both ways. The library hands the only track whatever comes, and sends
  // what it is given, whatever its source. Each track has handles in the loop of events, and all handles
  // of all clients are looked at whenever anything happens.
  const media = keepUntilClosed(connection.addTrack(description))
  media.onMessage((packet) => {
    events.onSign()
    if (isRtcp(packet)) events.onReport(packet)
    else if (ssrcOf(packet) === answered?.ssrc) events.onSound(packet)
    else events.onPicture(packet)
  })
  const channel = keepUntilClosed(connection.createDataChannel(VOICE_CHANNEL), () => {
    isChannelOpen = false
  })
  channel.onOpen(() => {
    isChannelOpen = true
    events.onOpen()
  })
  channel.onMessage(events.onSign)

  // The library forgets what JavaScript no longer refers to, also while it is in use. Only what a function
  // uses is referred to.
  const kept = { media, description }

  function end(): void {
    if (isEnded) return
    isEnded = true
    events.onEnd()
  }

  connection.onStateChange((state) => {
    if (state === 'disconnected' || state === 'failed' || state === 'closed') end()
  })

  const offer = gather(connection).then((sdp) => writeOffer(sdp, { reach: setup, hasPictures }))
  // Whoever does not wait for it any more must not bring the thread down.
  offer.catch(() => {})
  try {
    connection.setLocalDescription('offer')
  } catch (error) {
    for (const each of [media, channel, connection]) each.close()
    throw error
  }

  return {
    offer,
    answer(sdp) {
      const read = readAnswer(sdp, { hasPictures })
      if (read === null || answered || isEnded) return false
      answered = read
      try {
        connection.setRemoteDescription(writeAnswer(read), 'answer')
        return true
      } catch {
        return false
      }
    },
    get sources() {
      return answered && { sound: answered.ssrc, pictures: answered.pictures }
    },
    get isOpen() {
      return !isEnded && isChannelOpen
    },
    send(packet) {
      if (isEnded) return
      try {
        kept.media.sendMessageBinary(packet)
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
        media.close()
        channel.close()
        connection.close()
      } catch {
        // It has closed already.
      }
    },
  }
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
