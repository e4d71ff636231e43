import { connect } from 'node:net'

/**
 * A WebSocket client without manners: it can stop reading, answers nothing by itself, sends any text
 * as a frame and costs next to nothing, so a thousand of them do not measure themselves (RFC 6455).
 */
export interface RawWebSocket {
  /** Sends one text frame. */
  send(text: string): void
  /** Stops taking bytes from the operating system, as a hung process would. */
  stopReading(): void
  resumeReading(): void
  readonly closed: Promise<{ readonly code: number | null }>
  destroy(): void
}

const OPCODE_TEXT = 1
const OPCODE_CLOSE = 8

/** Opens the engine.io transport directly, without polling first. */
export function openRawWebSocket(
  port: number,
  onText: (text: string) => void,
): Promise<RawWebSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let closeCode: number | null = null
    const closed = new Promise<{ code: number | null }>((done) => {
      socket.on('close', () => done({ code: closeCode }))
      // Nothing any more for whoever has it already.
      socket.on('close', () => reject(new Error('The server closed the connection')))
    })
    socket.on('error', reject)
    socket.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n' +
        `Host: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    socket.once('data', (head: Buffer) => {
      const end = head.indexOf('\r\n\r\n')
      if (!head.toString('latin1', 0, 12).endsWith('101')) {
        socket.destroy()
        return reject(new Error(`Refused: ${head.toString('latin1', 0, 60)}`))
      }
      const read = createFrameReader((opcode, payload) => {
        if (opcode === OPCODE_TEXT) onText(payload.toString('utf8'))
        if (opcode === OPCODE_CLOSE && payload.length >= 2) closeCode = payload.readUInt16BE(0)
      })
      read(head.subarray(end + 4))
      socket.on('data', read)
      resolve({
        send: (text) => socket.write(frameOf(text)),
        stopReading: () => socket.pause(),
        resumeReading: () => socket.resume(),
        closed,
        destroy: () => socket.destroy(),
      } satisfies RawWebSocket)
    })
  })
}

/** A masked text frame; the mask is zero, which the RFC's format allows and costs nothing. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const header =
    length < 126
      ? Buffer.from([0x81, 0x80 | length])
      : length < 65_536
        ? Buffer.from([0x81, 0xfe, length >> 8, length & 0xff])
        : Buffer.from([
            0x81,
            0xff,
            0,
            0,
            0,
            0,
            length >>> 24,
            (length >> 16) & 0xff,
            (length >> 8) & 0xff,
            length & 0xff,
          ])
  return Buffer.concat([header, Buffer.alloc(4), payload])
}

function createFrameReader(
  onFrame: (opcode: number, payload: Buffer) => void,
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const frame = firstFrame(data)
      if (!frame) break
      onFrame(frame.opcode, data.subarray(frame.start, frame.end))
      data = data.subarray(frame.end)
    }
    rest = data
  }
}

/** Frames of a server are not masked. */
function firstFrame(data: Buffer): { opcode: number; start: number; end: number } | null {
  if (data.length < 2) return null
  const opcode = (data[0] ?? 0) & 0x0f
  const short = (data[1] ?? 0) & 0x7f
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (data.length < start) return null
  const length =
    short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short
  return data.length < start + length ? null : { opcode, start, end: start + length }
}
