import { openSync, read, writeSync } from 'node:fs'
import { AS_IT_IS, type LineQuality } from '../tests/support/lossy-line.ts'

/** The longest packet that a card puts together, its header and what a tap tells of it. */
const FRAME_BYTES = 65_536 + 64

/** Until a device that is down is asked again. */
const REST_MS = 10

/** Hands on what comes in at one tap to the other, as late and as seldom as it was told last. */
let quality: LineQuality = AS_IT_IS
process.on('message', (next) => void (quality = next as LineQuality))
// Reading holds a thread, for which an orderly exit would wait.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

function carry(from: number, to: number): void {
  const frame = Buffer.alloc(FRAME_BYTES)
  read(from, frame, 0, FRAME_BYTES, null, (error, length) => {
    if (!error) pass(to, Buffer.from(frame.subarray(0, length)))
    // A device that is down refuses at once, and would keep the processor busy.
    if (error) setTimeout(carry, REST_MS, from, to)
    else carry(from, to)
  })
}

function pass(to: number, frame: Buffer): void {
  const { delayMs, loss } = quality
  if (Math.random() < loss) return
  if (delayMs === 0) put(to, frame)
  else setTimeout(put, delayMs, to, frame)
}

function put(to: number, frame: Buffer): void {
  try {
    writeSync(to, frame)
  } catch {
    // The device at that end is down: what goes there is lost, as it would be in a cable.
  }
}

const [near = 0, far = 0] = process.argv.slice(2).map((device) => openSync(device, 'r+'))
carry(near, far)
carry(far, near)
process.send?.('ready')
