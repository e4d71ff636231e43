import { createEmitter } from '#shared/lib/emitter.ts'
import type {
  CallLine,
  CallLineEvents,
  CallLineState,
  CallSignal,
} from '../../../src-renderer/media/call-line.ts'
import { NO_COUNTERS } from '../../../src-renderer/media/voice-quality.ts'

/** The line of a call without a sound: it notes what it is told, and says what the test says. */
export function createSilentLine() {
  const emitter = createEmitter<CallLineEvents>()
  const told: string[] = []
  let isAlive = false
  let arrived: number | null = 0
  const line: CallLine = {
    on: emitter.on,
    start: () => void told.push('start'),
    restart: () => void told.push('restart'),
    handle: (signal) =>
      void told.push(signal.kind === 'candidate' ? 'candidate' : `${signal.kind} ${signal.sdp}`),
    send: async (lane) => void told.push(`send ${lane}`),
    isAlive: () => isAlive,
    counters: async () => NO_COUNTERS,
    arrivals: async () => arrived,
    close: () => void told.push('close'),
  }
  return {
    ...line,
    /** What was done, oldest first. */
    told,
    signal: (signal: CallSignal) => emitter.emit('signal', signal),
    compare: (code: string | null) => emitter.emit('code', code),
    /** How much has come in by now; null for a browser that does not count. */
    setArrivals: (next: number | null) => void (arrived = next),
    become(state: CallLineState) {
      isAlive = state === 'connected'
      emitter.emit('state', state)
    },
  }
}
