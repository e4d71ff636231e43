import { createSocket, type Socket } from 'node:dgram'
import { Audio, PeerConnection, type Track } from 'node-datachannel'
import { VOICE_CHANNEL } from '#shared/domain/voice.ts'
import { AUDIO_LEVEL_URI } from '../src-server/voice/mids.ts'
import {
  AUDIO_LEVEL_ID,
  numberRtp,
  OPUS_CLOCK_RATE,
  OPUS_PAYLOAD_TYPE,
  writeRtp,
} from '../src-server/voice/rtp.ts'
import { joinMumble } from './mumble-client.ts'
import type { FromLoad, ToLoad } from './voice-clients.ts'

/**
 * The people of the voice benchmark, in a process of their own: they send what they are told to send
 * and count what arrives, over WebRTC as an app does, over bare UDP, or as Mumble's clients do.
 */

const PACKET_EVERY_MS = 20
const PACKET_SAMPLES = (OPUS_CLOCK_RATE * PACKET_EVERY_MS) / 1_000

/** Opus at 32 kbit/s in packets of 20 ms. */
const PAYLOAD = Buffer.alloc(80, 1)

/** In -dBov: somebody who talks loudly. */
const LOUD = 20

const say = (message: FromLoad): void => void process.send?.(message)

interface Speaker {
  readonly send: (packet: Buffer) => void
  readonly ssrc: number
  sequenceNumber: number
  timestamp: number
}

const speakers: Speaker[] = []
/** Whatever a library would collect while it is in use. */
const kept: unknown[] = []
let received = 0

function addSpeaker(id: number, send: (packet: Buffer) => void): void {
  speakers.push({ send, ssrc: 1_000 + id, sequenceNumber: 0, timestamp: 0 })
}

function packetOf(speaker: Speaker): Buffer {
  speaker.sequenceNumber = (speaker.sequenceNumber + 1) & 0xff_ff
  speaker.timestamp = (speaker.timestamp + PACKET_SAMPLES) >>> 0
  const { ssrc, timestamp } = speaker
  const packet = writeRtp({ ssrc, marker: false, timestamp, level: LOUD, payload: PAYLOAD })
  numberRtp(packet, speaker.sequenceNumber)
  return packet
}

/** Packets that were due while this process was busy are sent late, as a sound card would. */
function talk(): void {
  let due = performance.now()
  setInterval(() => {
    for (; due <= performance.now(); due += PACKET_EVERY_MS) {
      for (const speaker of speakers) speaker.send(packetOf(speaker))
    }
  }, PACKET_EVERY_MS)
}

function join(id: number, offer: string, speaks: boolean): void {
  const connection = new PeerConnection(`client ${id}`, { iceServers: [] })
  const description = new Audio('up', 'SendOnly')
  description.addOpusCodec(OPUS_PAYLOAD_TYPE, 'minptime=10;useinbandfec=1')
  description.addSSRC(1_000 + id, 'bench', 'bench', 'bench')
  description.parseSdpLine(`a=extmap:${AUDIO_LEVEL_ID} ${AUDIO_LEVEL_URI}`)
  const uplink: Track = connection.addTrack(description)
  uplink.onMessage(() => {})
  kept.push(connection, description, uplink)
  connection.onTrack((track) => {
    kept.push(track)
    track.onMessage((packet) => {
      if (((packet[1] ?? 0) & 0x7f) === OPUS_PAYLOAD_TYPE) received += 1
    })
  })
  connection.onDataChannel((channel) => {
    kept.push(channel)
    channel.onMessage(() => {})
    if (channel.getLabel() !== VOICE_CHANNEL) return
    if (speaks)
      addSpeaker(id, (packet) => void (uplink.isOpen() && uplink.sendMessageBinary(packet)))
    say({ type: 'connected', id })
  })
  connection.onGatheringStateChange((state) => {
    const sdp = connection.localDescription()?.sdp
    if (state === 'complete' && sdp !== undefined) say({ type: 'answer', id, sdp })
  })
  connection.setRemoteDescription(offer.replaceAll('a=setup:actpass', 'a=setup:active'), 'offer')
}

/** Bare UDP: whoever says something is listened to and hears the others. */
function joinBare(id: number, port: number, speaks: boolean): void {
  const socket: Socket = createSocket('udp4')
  socket.on('message', () => (received += 1))
  socket.connect(port, '127.0.0.1', () => {
    socket.send('here')
    if (speaks) addSpeaker(id, (packet) => socket.send(packet))
    say({ type: 'connected', id })
  })
}

function joinAsMumble(message: Extract<ToLoad, { type: 'join-mumble' }>): void {
  const { id, port, speaks, way } = message
  const joined = joinMumble({ port, id, way, onVoice: () => (received += 1) })
  void joined.then((speak) => {
    if (speaks) addSpeaker(id, () => speak(PAYLOAD))
    say({ type: 'connected', id })
  })
}

process.on('message', (message: ToLoad) => {
  switch (message.type) {
    case 'join':
      return join(message.id, message.offer, message.speaks)
    case 'join-bare':
      return joinBare(message.id, message.port, message.speaks)
    case 'join-mumble':
      return joinAsMumble(message)
    case 'talk':
      return talk()
    case 'count':
      return say({ type: 'count', received })
  }
})
process.on('disconnect', () => process.exit())
