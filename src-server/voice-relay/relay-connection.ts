import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { createByteBudget } from './byte-budget.ts'
import { endpointOf } from './endpoint.ts'
import { createFrameReader } from './frames.ts'
import { mendAnswer, mendCheck } from './mend-checks.ts'
import type { Passes } from './passes.ts'
import { createTurnSession } from './turn-session.ts'
import { createVoiceLines, type VoiceAddress } from './voice-lines.ts'

/** Sixteen voices in 200 ms. Whatever waits longer is too old to be heard. */
const BACKLOG_MAX_BYTES = 24_000

/** Whoever asks and never reads the answers. */
const ANSWERS_MAX_BYTES = 64_000

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
    readonly voice: VoiceAddress
    readonly passes: Passes
    readonly now: () => number
    readonly onEnd: () => void
  },
): RelayConnection {
  const { voice, passes, now, onEnd } = deps
  const since = now()
  const frames = createFrameReader()
  const budget = createByteBudget()
  let resuming: NodeJS.Timeout | undefined
  let voicePassword: Buffer | null = null
  let isEnded = false

  function end(): void {
    if (isEnded) return
    isEnded = true
    clearTimeout(resuming)
    passes.release(end)
    lines.close()
    socket.destroy()
    onEnd()
  }

  const lines = createVoiceLines(voice, (peer, payload) =>
    session.hear(peer, mendAnswer(payload, voicePassword, relayed)),
  )
  const nowhere = { address: Buffer.alloc(4), port: 0 }
  const client = endpointOf(socket.remoteAddress ?? '', socket.remotePort ?? 0) ?? nowhere
  // A name and nothing more: only the server's voice ever answers, and not to this address.
  const relayed = { ...(endpointOf(voice.address, 0) ?? nowhere), port: client.port }
  const session = createTurnSession({
    client,
    relayed,
    voicePort: voice.port,
    nonce: randomBytes(16).toString('hex'),
    now,
    keyFor: passes.keyFor,
    claim(username) {
      voicePassword = passes.voicePasswordFor(username)
      return passes.claim(username, end)
    },
    answer(bytes) {
      if (socket.writableLength > ANSWERS_MAX_BYTES) end()
      else socket.write(bytes)
    },
    deliver(bytes) {
      if (socket.writableLength <= BACKLOG_MAX_BYTES) socket.write(bytes)
    },
    relay: (peer, payload) => lines.send(peer, mendCheck(payload, voicePassword)),
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
