import { createSocket, type Socket } from 'node:dgram'
import { Audio, PeerConnection, Video, type Track } from 'node-datachannel'
import { VOICE_CHANNEL } from '#shared/domain/voice.ts'
import { AUDIO_LEVEL_URI } from '../src-server/voice/sections.ts'
import {
  AUDIO_LEVEL_ID,
  numberRtp,
  OPUS_CLOCK_RATE,
  OPUS_PAYLOAD_TYPE,
  writeRtp,
} from '../src-server/voice/rtp.ts'
import {
  stampPicture,
  VP8_CLOCK_RATE,
  VP8_PAYLOAD_TYPE,
  writePicture,
} from '../src-server/voice/picture-rtp.ts'
import { joinMumble } from './mumble-client.ts'
import type { FromLoad, Sends, ToLoad } from './voice-clients.ts'

/**
 * The people of the voice benchmark, in a process of their own: they send what they are told to send
 * and count what arrives, over WebRTC as an app does, over bare UDP, or as Mumble's clients do.
 */

const PACKET_EVERY_MS = 20
const PACKET_SAMPLES = (OPUS_CLOCK_RATE * PACKET_EVERY_MS) / 1_000

/** Opus at 32 kbit/s in packets of 20 ms. */
const PAYLOAD = Buffer.alloc(80, 1)

const CAMERA_SSRC = 2_000
const SCREEN_SSRC = 3_000

/** In -dBov: somebody who talks loudly. */
const LOUD = 20

const say = (message: FromLoad): void => void process.send?.(message)

/** A camera at 1.1 Mb/s: 25 pictures a second, each in so many pieces. */
const PICTURE_EVERY_MS = 40
const PIECES = 5
const PICTURE_TICKS = (VP8_CLOCK_RATE * PICTURE_EVERY_MS) / 1_000

/** Begins a picture that needs no other one, and goes on with it (RFC 7741, section 4.2). */
const [FIRST_PIECE, NEXT_PIECE] = [0x10, 0x00].map((head) =>
  Buffer.concat([Buffer.of(head, 0x00), Buffer.alloc(1_100, 1)]),
)

interface Source {
  readonly send: (packet: Buffer) => void
  readonly ssrc: number
  sequenceNumber: number
  timestamp: number
}

const speakers: Source[] = []
const cameras: Source[] = []
/** Whatever a library would collect while it is in use. */
const kept: unknown[] = []
let received = 0

function addSource(id: number, sends: Sends, send: (packet: Buffer) => void): void {
  const source = { send, sequenceNumber: 0, timestamp: 0 }
  if (sends === 'sound') speakers.push({ ...source, ssrc: 1_000 + id })
  if (sends === 'picture') cameras.push({ ...source, ssrc: CAMERA_SSRC + id })
}

function packetOf(speaker: Source): Buffer {
  speaker.sequenceNumber = (speaker.sequenceNumber + 1) & 0xff_ff
  speaker.timestamp = (speaker.timestamp + PACKET_SAMPLES) >>> 0
  const { ssrc, timestamp } = speaker
  const packet = writeRtp({ ssrc, marker: false, timestamp, level: LOUD, payload: PAYLOAD })
  numberRtp(packet, speaker.sequenceNumber)
  return packet
}

function film(camera: Source): void {
  camera.timestamp = (camera.timestamp + PICTURE_TICKS) >>> 0
  const { ssrc, timestamp } = camera
  for (let piece = 1; piece <= PIECES; piece += 1) {
    camera.sequenceNumber = (camera.sequenceNumber + 1) & 0xff_ff
    const payload = (piece === 1 ? FIRST_PIECE : NEXT_PIECE) ?? Buffer.alloc(0)
    const packet = writePicture({ ssrc, marker: piece === PIECES, timestamp, payload })
    stampPicture(packet, camera.sequenceNumber, performance.now())
    camera.send(packet)
  }
}

const sending: NodeJS.Timeout[] = []

/** Packets that were due while this process was busy are sent late, as a sound card would. */
function talk(): void {
  let due = performance.now()
  const say = setInterval(() => {
    for (; due <= performance.now(); due += PACKET_EVERY_MS) {
      for (const speaker of speakers) speaker.send(packetOf(speaker))
    }
  }, PACKET_EVERY_MS)
  let filmed = performance.now()
  const show = setInterval(() => {
    for (; filmed <= performance.now(); filmed += PICTURE_EVERY_MS) cameras.forEach(film)
  }, PICTURE_EVERY_MS)
  sending.push(say, show)
}

function hush(): void {
  for (const timer of sending.splice(0)) clearInterval(timer)
}

function join(id: number, offer: string, sends: Sends): void {
  const connection = new PeerConnection(`client ${id}`, { iceServers: [] })
  const description = new Audio('up', 'SendOnly')
  description.addOpusCodec(OPUS_PAYLOAD_TYPE, 'minptime=10;useinbandfec=1')
  description.addSSRC(1_000 + id, 'bench', 'bench', 'bench')
  description.parseSdpLine(`a=extmap:${AUDIO_LEVEL_ID} ${AUDIO_LEVEL_URI}`)
  const uplink: Track = connection.addTrack(description)
  uplink.onMessage(() => {})
  kept.push(connection, description, uplink)
  const camera = offer.includes('m=video') ? openCamera(connection, id) : null
  connection.onTrack((track) => {
    kept.push(track)
    track.onMessage((packet) => {
      const type = (packet[1] ?? 0) & 0x7f
      if (type === OPUS_PAYLOAD_TYPE || type === VP8_PAYLOAD_TYPE) received += 1
    })
  })
  connection.onDataChannel((channel) => {
    kept.push(channel)
    channel.onMessage(() => {})
    if (channel.getLabel() !== VOICE_CHANNEL) return
    const way = sends === 'picture' && camera ? camera : uplink
    addSource(id, sends, (packet) => void (way.isOpen() && way.sendMessageBinary(packet)))
    say({ type: 'connected', id })
  })
  connection.onGatheringStateChange((state) => {
    const sdp = connection.localDescription()?.sdp
    if (state === 'complete' && sdp !== undefined) say({ type: 'answer', id, sdp })
  })
  connection.setRemoteDescription(offer.replaceAll('a=setup:actpass', 'a=setup:active'), 'offer')
}

/** With a screen beside it, since an offer with pictures has both. */
function openCamera(connection: PeerConnection, id: number): Track {
  const [camera] = [
    ['upcamera', CAMERA_SSRC],
    ['upscreen', SCREEN_SSRC],
  ].map(([mid, ssrc]) => {
    const description = new Video(String(mid), 'SendOnly')
    description.addVP8Codec(VP8_PAYLOAD_TYPE)
    description.addSSRC(Number(ssrc) + id, 'bench', 'bench', String(mid))
    const track = connection.addTrack(description)
    track.onMessage(() => {})
    kept.push(description, track)
    return track
  })
  if (!camera) throw new Error('There is no way for a picture')
  return camera
}

/** Bare UDP: whoever says something is listened to and hears the others. */
function joinBare(id: number, port: number, sends: Sends): void {
  const socket: Socket = createSocket('udp4')
  socket.on('message', () => (received += 1))
  socket.connect(port, '127.0.0.1', () => {
    socket.send('here')
    addSource(id, sends, (packet) => socket.send(packet))
    say({ type: 'connected', id })
  })
}

function joinAsMumble(message: Extract<ToLoad, { type: 'join-mumble' }>): void {
  const { id, port, speaks, way } = message
  const joined = joinMumble({ port, id, way, onVoice: () => (received += 1) })
  void joined.then((speak) => {
    if (speaks) addSource(id, 'sound', () => speak(PAYLOAD))
    say({ type: 'connected', id })
  })
}

process.on('message', (message: ToLoad) => {
  switch (message.type) {
    case 'join':
      return join(message.id, message.offer, message.sends)
    case 'join-bare':
      return joinBare(message.id, message.port, message.sends)
    case 'join-mumble':
      return joinAsMumble(message)
    case 'talk':
      return talk()
    case 'hush':
      return hush()
    case 'count':
      return say({ type: 'count', received })
  }
})
process.on('disconnect', () => process.exit())
