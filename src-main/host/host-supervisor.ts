import type { HostedServerMessage, HostStatus } from '#shared/ipc/host.ts'
import { createEmitter } from '#shared/lib/emitter.ts'
import type { Undo } from '#shared/lib/scope.ts'
import { unreachable } from '#shared/lib/unreachable.ts'
import { decideRestart } from './restart-policy.ts'
import type { ServerProcess, ServerProcessOptions, SpawnServer } from './server-process.ts'

/** The server says that it is alive every 2 s; three missed in a row mean that it hangs. */
const SILENCE_MEANS_HUNG_MS = 6_500
/** How often silence is looked for. */
const WATCH_EVERY_MS = 2_000
/** A server that cannot end by itself in this time is ended. Longer than its own limit of 5 s. */
const STOP_LIMIT_MS = 6_000

export interface HostSupervisor {
  status(): HostStatus
  onStatus(listener: (status: HostStatus) => void): Undo
  /** Returns when the server runs or has failed; does nothing when it runs already. */
  start(options: ServerProcessOptions): Promise<HostStatus>
  /** Returns when the server's process has ended. */
  stop(): Promise<HostStatus>
}

export interface SupervisorDependencies {
  readonly spawn: SpawnServer
  /** Origins under which others reach a server on this port. */
  readonly addresses: (port: number) => string[]
  readonly now: () => number
  readonly random: () => number
  readonly warn: (text: string, facts?: Readonly<Record<string, unknown>>) => void
}

/** Keeps one server running: brings it back after a crash or a hang, and gives up in a crash loop. */
export function createHostSupervisor(dependencies: SupervisorDependencies): HostSupervisor {
  const { spawn, now, random, warn } = dependencies
  const events = createEmitter<{ status: HostStatus }>()
  let status: HostStatus = { phase: 'off' }
  let options: ServerProcessOptions = { name: '', port: '' }
  let server: ServerProcess | null = null
  let stopping = false
  let crashTimes: number[] = []
  let lastHeardAt = 0
  let lastWatchAt = 0
  let watchTimer: ReturnType<typeof setInterval> | undefined
  let restartTimer: ReturnType<typeof setTimeout> | undefined

  function become(next: HostStatus): void {
    status = next
    events.emit('status', next)
  }

  function launch(): void {
    lastHeardAt = lastWatchAt = now()
    // Named, so that messages of a server that was replaced are told from those of the new one.
    const launched: ServerProcess = spawn(options, {
      onMessage: (message) => {
        if (server === launched) handleMessage(message)
      },
      onExit: (code) => {
        if (server === launched) handleExit(code)
      },
    })
    server = launched
    watchTimer = setInterval(watch, WATCH_EVERY_MS)
  }

  function watch(): void {
    // A watch that is itself late means that the computer slept, or this process was stopped: the
    // server could not have been heard, so its silence proves nothing.
    const overslept = now() - lastWatchAt > 2 * WATCH_EVERY_MS
    lastWatchAt = now()
    if (overslept) lastHeardAt = now()
    if (now() - lastHeardAt <= SILENCE_MEANS_HUNG_MS) return
    warn('the server hangs and is ended', { silentMs: now() - lastHeardAt })
    server?.kill()
  }

  function handleMessage(message: HostedServerMessage): void {
    lastHeardAt = now()
    switch (message.type) {
      case 'ready':
        // A restart must come back where people look for it.
        options = { ...options, port: String(message.port) }
        return become({
          phase: 'running',
          name: options.name,
          port: message.port,
          addresses: dependencies.addresses(message.port),
          localOrigin: `http://127.0.0.1:${message.port}`,
          people: 0,
          startedAt: now(),
          notices: message.notices,
        })
      case 'people':
        if (status.phase === 'running') become({ ...status, people: message.people })
        return
      case 'refused':
        return become({ phase: 'failed', name: options.name, message: message.message })
      case 'alive':
        return
      default:
        return unreachable(message)
    }
  }

  function handleExit(code: number): void {
    clearInterval(watchTimer)
    server = null
    if (stopping) return become({ phase: 'off' })
    // It said why it cannot run; starting it again would only repeat that.
    if (status.phase === 'failed') return
    crashTimes = [...crashTimes, now()].slice(-10)
    warn('the server ended unexpectedly', { code })
    const decision = decideRestart(crashTimes, now(), random())
    if (decision.kind === 'give-up') {
      return become({
        phase: 'failed',
        name: options.name,
        message:
          'The server stopped several times in a minute. Your messages are safe. ' +
          'Start it again, or look into the log files for the reason.',
      })
    }
    become({
      phase: 'restarting',
      name: options.name,
      attempt: decision.attempt,
      retryInMs: decision.delayMs,
    })
    restartTimer = setTimeout(launch, decision.delayMs)
  }

  /** Resolves with the first status that `accepts` takes. */
  function settled(accepts: (status: HostStatus) => boolean): Promise<HostStatus> {
    if (accepts(status)) return Promise.resolve(status)
    return new Promise((resolve) => {
      const stopListening = events.on('status', (next) => {
        if (!accepts(next)) return
        stopListening()
        resolve(next)
      })
    })
  }

  const isDecided = ({ phase }: HostStatus): boolean =>
    phase === 'running' || phase === 'failed' || phase === 'off'

  return {
    status: () => status,
    onStatus: (listener) => events.on('status', listener),
    async start(wanted) {
      if (stopping) await settled(({ phase }) => phase === 'off')
      if (status.phase === 'off' || status.phase === 'failed') {
        // A refused server may still be on its way out.
        server?.kill()
        server = null
        clearInterval(watchTimer)
        stopping = false
        crashTimes = []
        options = wanted
        become({ phase: 'starting', name: wanted.name })
        launch()
      }
      return settled(isDecided)
    },
    async stop() {
      clearTimeout(restartTimer)
      if (server === null) {
        if (status.phase !== 'off') become({ phase: 'off' })
        return status
      }
      stopping = true
      const running = server
      running.post({ type: 'stop' })
      const limit = setTimeout(() => running.kill(), STOP_LIMIT_MS)
      const stopped = await settled(({ phase }) => phase === 'off')
      clearTimeout(limit)
      stopping = false
      return stopped
    },
  }
}
