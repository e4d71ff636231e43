import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { VOICE_ALLOWANCE } from './allowance.ts'
import { createByteBudget } from './byte-budget.ts'
import { endpointOf } from './endpoint.ts'
import { createFrameReader } from './frames.ts'
import type { Lines } from './lines.ts'
import type { Passes } from './passes.ts'
import { createTurnSession } from './turn-session.ts'

/** Whoever asks and never reads the answers: as much as this, beside what is on its way to them. */
const ANSWERS_MAX_BYTES = 40_000

/** Whoever has not said by then who they are does not want to talk. */
const ALLOCATES_WITHIN_MS = 10_000

export interface RelayConnection {
  /** To be called now and then. */
  look(now: number): void
  end(): void
}

/** One client's connection, from its first byte to its end. */
export function openRelayConnection(
  socket: Socket,
  deps: {
    readonly passes: Passes
    readonly now: () => number
    readonly onEnd: () => void
  },
): RelayConnection {
  const { passes, now, onEnd } = deps
  const since = now()
  const frames = createFrameReader()
  // Before it is known whose it is nobody needs more.
  let allowance = VOICE_ALLOWANCE
  let budget = createByteBudget(allowance)
  let lines: Lines | null = null
  let resuming: NodeJS.Timeout | undefined
  let isEnded = false

  function end(): void {
    if (isEnded) return
    isEnded = true
    clearTimeout(resuming)
    lines?.close()
    socket.destroy()
    onEnd()
  }

  function open(username: string): Lines | null {
    const grant = passes.claim(username, end)
    if (!grant) return null
    ;({ allowance } = grant)
    budget = createByteBudget(allowance)
    const opened = grant.open(client, session.hear)
    const close = (): void => {
      passes.release(end)
      opened.close()
    }
    lines = { ...opened, close }
    return lines
  }

  const nowhere = { address: Buffer.alloc(4), port: 0 }
  const client = endpointOf(socket.remoteAddress ?? '', socket.remotePort ?? 0) ?? nowhere
  const session = createTurnSession({
    client,
    nonce: randomBytes(16).toString('hex'),
    now,
    keyFor: passes.keyFor,
    open,
    answer(bytes) {
      if (socket.writableLength > allowance.backlogBytes + ANSWERS_MAX_BYTES) end()
      else socket.write(bytes)
    },
    deliver(bytes) {
      if (socket.writableLength <= allowance.backlogBytes) socket.write(bytes)
    },
    release: () => socket.end(end),
  })

  socket.setNoDelay(true)
  socket.on('data', (chunk: Buffer) => {
    let isGood = true
    const isCut = !frames.read(chunk, (frame) => {
      isGood = isGood && !isEnded && session.take(frame)
    })
    if (isCut || !isGood) return end()
    const wait = budget.take(chunk.length, now())
    if (wait === 0 || isEnded) return
    socket.pause()
    resuming = setTimeout(() => socket.resume(), wait)
  })
  socket.on('end', end)
  socket.on('close', end)
  socket.on('error', end)

  return {
    look(at) {
      const isLate = !session.isAllocated && at - since > ALLOCATES_WITHIN_MS
      if (isLate || session.isExpired) end()
    },
    end,
  }
}
