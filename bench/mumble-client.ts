import { createSocket } from 'node:dgram'
import { connect, type TLSSocket } from 'node:tls'
import { mumbleCipher } from './mumble-cipher.ts'

/** Numbers of the messages of Mumble's control channel. */
const TYPE = { version: 0, tunnel: 1, authenticate: 2, ping: 3, reject: 4, ready: 5, cipher: 15 }

/** As of the server in Debian. */
const PROTOCOL_VERSION = 0x01_03_04
const KEEP_ALIVE_MS = 10_000

/** A voice packet of Opus, to everybody in the channel; a ping by UDP. */
const OPUS = 4 << 5
const UDP_PING = Buffer.of(1 << 5, 0)
/** Longer than an answer to a ping, shorter than anything said. */
const VOICE_FROM_LENGTH = 40

/** One packet lasts two of the 10 ms in which Mumble counts. */
const STEPS_A_PACKET = 2

/**
 * Somebody on a Mumble server, in its first channel: just enough of the protocol to talk and to count.
 *
 * @param way by encrypted UDP, or through the control channel as where UDP is blocked
 * @returns says one packet, once the server knows how to reach this client
 */
export function joinMumble(options: {
  readonly port: number
  readonly id: number
  readonly way: 'udp' | 'tcp'
  readonly onVoice: () => void
}): Promise<(payload: Buffer) => void> {
  const { port, id, way, onVoice } = options
  return new Promise((resolve, reject) => {
    const control = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    control.setNoDelay()
    control.on('error', reject)
    control.once('secureConnect', () => {
      send(control, TYPE.version, Buffer.concat([number(1, PROTOCOL_VERSION), text(2, 'bench')]))
      send(control, TYPE.authenticate, Buffer.concat([text(1, `Guest${id}`), number(5, 1)]))
      setInterval(() => send(control, TYPE.ping, Buffer.alloc(0)), KEEP_ALIVE_MS)
    })
    let encrypt = (plain: Buffer): Buffer => plain
    onMessages(control, (type, body) => {
      if (type === TYPE.reject) reject(new Error(`Mumble refuses: ${body.toString('latin1')}`))
      if (type === TYPE.tunnel) onVoice()
      if (type === TYPE.cipher) encrypt = cipherFrom(body)
      if (type !== TYPE.ready) return
      if (way === 'tcp') resolve(packets((packet) => send(control, TYPE.tunnel, packet)))
      else speakByUdp(port, (plain) => encrypt(plain), onVoice).then(resolve, reject)
    })
  })
}

function speakByUdp(
  port: number,
  encrypt: (plain: Buffer) => Buffer,
  onVoice: () => void,
): Promise<(payload: Buffer) => void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.on('error', reject)
    socket.on('message', ({ length }) => {
      if (length >= VOICE_FROM_LENGTH) onVoice()
      // The server answers the ping, so it knows this address.
      else resolve(packets((packet) => socket.send(encrypt(packet))))
    })
    socket.connect(port, '127.0.0.1', () => socket.send(encrypt(UDP_PING)))
  })
}

function packets(sendPacket: (packet: Buffer) => void): (payload: Buffer) => void {
  let step = 0
  return (payload) => {
    step += STEPS_A_PACKET
    const head = [Buffer.of(OPUS), varint(step), varint(payload.length)]
    sendPacket(Buffer.concat([...head, payload]))
  }
}

/** Key, nonce of the client and nonce of the server, each a field of 16 bytes. */
function cipherFrom(body: Buffer): (plain: Buffer) => Buffer {
  return mumbleCipher(body.subarray(2, 18), body.subarray(20, 36))
}

function onMessages(from: TLSSocket, take: (type: number, body: Buffer) => void): void {
  let rest = Buffer.alloc(0)
  from.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (;;) {
      if (rest.length < 6) return
      const end = 6 + rest.readUInt32BE(2)
      if (rest.length < end) return
      take(rest.readUInt16BE(0), rest.subarray(6, end))
      rest = rest.subarray(end)
    }
  })
}

function send(to: TLSSocket, type: number, body: Buffer): void {
  const head = Buffer.alloc(6)
  head.writeUInt16BE(type, 0)
  head.writeUInt32BE(body.length, 2)
  to.write(Buffer.concat([head, body]))
}

/** Mumble's own numbers of variable length, up to 21 bits. */
function varint(value: number): Buffer {
  if (value < 0x80) return Buffer.of(value)
  if (value < 0x40_00) return Buffer.of(0x80 | (value >> 8), value & 0xff)
  return Buffer.of(0xc0 | (value >> 16), (value >> 8) & 0xff, value & 0xff)
}

/** A field of Protocol Buffers. */
function number(field: number, value: number): Buffer {
  const bytes = [field << 3]
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return Buffer.from([...bytes, rest])
}

const text = (field: number, value: string): Buffer =>
  Buffer.concat([Buffer.of((field << 3) | 2, value.length), Buffer.from(value)])
