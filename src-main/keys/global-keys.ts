import {
  GLOBAL_KEY_NAMES,
  hasKeys,
  NO_KEYS,
  type GlobalKeyName,
  type GlobalKeys as ChosenKeys,
} from '#shared/domain/global-keys.ts'
import {
  TALK_ENDS_AFTER_MS,
  TALK_IS_TOLD_EVERY_MS,
  type KeysHeard,
  type KeysStatus,
  type KeysWish,
  type ListenerMessage,
} from '#shared/ipc/keys.ts'
import { unreachable } from '#shared/lib/unreachable.ts'
import { acceleratorOf } from './accelerator.ts'
import type { KeyAccess } from './key-access.ts'
import type { ListenerProcess, SpawnListener } from './listener-process.ts'
import type { LockWatch } from './lock-watch.ts'

/** A listener that ends more often than this while it is wanted would end again. */
const RESTARTS_MAX = 2

export interface GlobalKeys {
  status(): KeysStatus
  /** What the page wants from now on. The listener runs in voice only, and only with a key to hear. */
  use(wish: KeysWish): KeysStatus
  /** Looks again whether it is allowed, and whether the listener runs. */
  retry(): KeysStatus
}

export interface KeysDependencies {
  readonly isWayland: boolean
  readonly spawn: SpawnListener
  /** Electron's shortcuts of the system, which tell a press and no release. */
  readonly shortcuts: {
    register(accelerator: string, onPress: () => void): boolean
    unregisterAll(): void
  }
  readonly access: KeyAccess
  readonly watchLock: (onLock: () => void) => LockWatch
  readonly onStatus: (status: KeysStatus) => void
  readonly onHeard: (heard: KeysHeard) => void
  readonly warn: (text: string, facts?: Readonly<Record<string, unknown>>) => void
}

/** Hears the chosen keys while another program has the focus, as well as this system lets it. */
export function createGlobalKeys(dependencies: KeysDependencies): GlobalKeys {
  const { spawn, shortcuts, access, onHeard, warn } = dependencies
  let status: KeysStatus = {
    phase: 'off',
    way: dependencies.isWayland ? 'portal' : 'listener',
    unusable: [],
  }
  let keys: ChosenKeys = NO_KEYS
  let listener: ListenerProcess | null = null
  let restarts = 0
  let isTalking = false
  /** The key was down when its listener ended: the next one must not take it for a new press. */
  let isStillDown = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(change: Partial<KeysStatus>): void {
    status = { ...status, ...change }
    dependencies.onStatus(status)
  }

  /** Says it to the page, and goes on saying it or ends it by itself. */
  function talk(isHeld: boolean): void {
    clearTimeout(timer)
    if (isHeld || isTalking) onHeard({ type: 'talk', isHeld })
    isTalking = isHeld
    if (!isHeld) return
    timer =
      status.way === 'listener'
        ? setTimeout(() => talk(false), TALK_ENDS_AFTER_MS)
        : setTimeout(() => talk(true), TALK_IS_TOLD_EVERY_MS)
  }

  function endTalking(): void {
    isStillDown ||= isTalking && status.way === 'listener'
    talk(false)
  }

  function press(name: GlobalKeyName): void {
    if (name === 'talk') talk(!isTalking)
    else onHeard({ type: 'pressed', name })
  }

  function start(): void {
    if (status.way !== 'listener') return useShortcuts()
    if (!access.ask()) return become({ phase: 'not-allowed', unusable: [] })
    become({ phase: 'starting', unusable: [] })
    // Named, so that messages of one that was replaced are told from those of the new one.
    const launched: ListenerProcess = spawn({
      onMessage: (message) => {
        if (listener === launched) handleMessage(message)
      },
      onExit: (code) => {
        if (listener === launched) handleExit(code)
      },
    })
    listener = launched
  }

  function handleMessage(message: ListenerMessage): void {
    switch (message.type) {
      case 'listening':
        listener?.post({ type: 'use', keys })
        if (isStillDown) listener?.post({ type: 'let-go' })
        isStillDown = false
        return become({ phase: 'listening' })
      case 'unavailable':
        warn('the key listener cannot run here', { reason: message.reason })
        return fallBack()
      case 'talk':
        return talk(message.isHeld)
      case 'pressed':
        return press(message.name)
      default:
        return unreachable(message)
    }
  }

  function handleExit(code: number): void {
    listener = null
    endTalking()
    warn('the key listener ended unexpectedly', { code })
    restarts += 1
    if (restarts > RESTARTS_MAX) return fallBack()
    start()
  }

  function fallBack(): void {
    stop()
    status = { ...status, way: 'shortcuts' }
    useShortcuts()
  }

  function useShortcuts(): void {
    shortcuts.unregisterAll()
    const unusable = GLOBAL_KEY_NAMES.filter((name) => {
      const combination = keys[name]
      if (combination === null) return false
      const accelerator = acceleratorOf(combination)
      return accelerator === null || !shortcuts.register(accelerator, () => press(name))
    })
    become({ phase: 'listening', unusable })
  }

  function stop(): void {
    const running = listener
    listener = null
    running?.kill()
    if (status.way !== 'listener') shortcuts.unregisterAll()
    endTalking()
  }

  function follow(): KeysStatus {
    if (!hasKeys(keys)) {
      stop()
      restarts = 0
      if (status.phase !== 'off') become({ phase: 'off', unusable: [] })
    } else if (listener === null) start()
    else if (status.phase === 'listening') listener.post({ type: 'use', keys })
    return status
  }

  /** The screen is locked or the computer goes to sleep: whatever is held ends. */
  const lock = dependencies.watchLock(() => {
    talk(false)
    listener?.post({ type: 'let-go' })
    onHeard({ type: 'let-go' })
  })

  return {
    status: () => status,
    use(wish) {
      endTalking()
      lock.setWatching(wish.isInVoice)
      keys = wish.isInVoice ? wish.keys : NO_KEYS
      return follow()
    },
    retry() {
      if (status.way === 'shortcuts') {
        stop()
        restarts = 0
        status = { ...status, way: 'listener' }
      }
      return follow()
    },
  }
}
