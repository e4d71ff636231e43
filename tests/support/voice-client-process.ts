import { Audio, PeerConnection, Video, type Track } from 'node-datachannel'
import { VOICE_CHANNEL } from '#shared/domain/voice.ts'
import { CAMERA, SCREEN } from './voice-sources.ts'
import type { FromVoiceProcess, ToVoiceProcess, UplinkLane } from './voice-client.ts'

/**
 * The process in which the voice clients of tests live. The library keeps its classes in the first
 * thread that loads it, so a test that also runs the engine cannot load it a second time itself.
 */

const OPUS = 111
const VP8 = 96
const AUDIO_LEVEL = 'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level'

/**
 * The library's own client is quicker than any browser, and its DTLS waits a whole second before it
 * repeats anything. So it waits for the server to begin DTLS, and knocks no sooner than one that is
 * some way off: a knock at the very moment at which the library takes the answer makes it fail, because
 * it may check a certificate before it has noted which one to expect.
 */
const LATENCY_MS = 60

interface Client {
  readonly connection: PeerConnection
  readonly uplinks: { readonly [Lane in UplinkLane]: Track | null }
  /** Whatever the library would collect while it is in use. */
  readonly kept: unknown[]
}

const clients = new Map<number, Client>()

const say = (message: FromVoiceProcess): void => void process.send?.(message)

function connect(id: number, offer: string, ssrc: number): void {
  const connection = new PeerConnection(`client ${id}`, { iceServers: [] })
  const kept: unknown[] = []
  const description = new Audio('up', 'SendOnly')
  description.addOpusCodec(OPUS, 'minptime=10;useinbandfec=1')
  description.addSSRC(ssrc, 'test', 'test', 'test')
  description.parseSdpLine(AUDIO_LEVEL)
  const uplink = connection.addTrack(description)
  uplink.onMessage((packet) => {
    if (isReceiverReport(packet)) say({ id, type: 'report', packet: packet.toString('base64') })
  })
  kept.push(description)
  const hasPictures = offer.includes('m=video')
  const camera = hasPictures ? openPicture('upcamera', ssrc + CAMERA) : null
  const screen = hasPictures ? openPicture('upscreen', ssrc + SCREEN) : null

  function openPicture(mid: string, source: number): Track {
    const picture = new Video(mid, 'SendOnly')
    picture.addVP8Codec(VP8)
    picture.addSSRC(source, 'test', 'test', mid)
    const track = connection.addTrack(picture)
    track.onMessage((packet) => {
      say({ id, type: 'asked', lane: mid, packet: packet.toString('base64') })
    })
    kept.push(picture)
    return track
  }

  connection.onTrack((track) => {
    kept.push(track)
    const lane = track.mid()
    const type = lane.startsWith('lane') ? 'rtp' : 'picture'
    track.onMessage((packet) => {
      if (!isRtcp(packet)) say({ id, type, lane, packet: packet.toString('base64') })
    })
  })
  connection.onDataChannel((channel) => {
    kept.push(channel)
    if (channel.getLabel() !== VOICE_CHANNEL) return
    channel.onMessage((text) => {
      if (typeof text === 'string') say({ id, type: 'told', text })
    })
  })
  connection.onStateChange((state) => say({ id, type: 'state', state }))
  connection.onGatheringStateChange((state) => {
    if (state === 'complete') {
      say({ id, type: 'answer', sdp: connection.localDescription()?.sdp ?? '' })
    }
  })
  clients.set(id, { connection, uplinks: { sound: uplink, camera, screen }, kept })
  const lines = offer.replaceAll('a=setup:actpass', 'a=setup:active').split('\r\n')
  const isCandidate = (line: string): boolean => line.startsWith('a=candidate:')
  connection.setRemoteDescription(lines.filter((line) => !isCandidate(line)).join('\r\n'), 'offer')
  setTimeout(() => {
    if (!clients.has(id)) return
    for (const line of lines.filter(isCandidate)) connection.addRemoteCandidate(line.slice(2), 'up')
  }, LATENCY_MS)
}

function send(uplink: Track | null | undefined, packet: Buffer): void {
  try {
    if (uplink?.isOpen()) uplink.sendMessageBinary(packet)
  } catch {
    // Nothing that SRTP itself refuses can ever reach a server.
  }
}

/** RFC 5761, section 4: packet types 192 to 223 are RTCP. */
function isRtcp(packet: Buffer): boolean {
  const type = packet[1] ?? 0
  return type >= 192 && type <= 223
}

/** RFC 3550, section 6.4.2. */
const isReceiverReport = (packet: Buffer): boolean => packet[1] === 201

process.on('message', (message: ToVoiceProcess) => {
  const client = clients.get(message.id)
  switch (message.type) {
    case 'connect':
      return connect(message.id, message.offer, message.ssrc)
    case 'send':
      return send(client?.uplinks[message.lane], Buffer.from(message.packet, 'base64'))
    case 'close':
      client?.connection.close()
      clients.delete(message.id)
      return
  }
})

process.on('disconnect', () => process.exit())
