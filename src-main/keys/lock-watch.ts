import type { PowerMonitor } from 'electron'

/** Linux does not tell when the screen is locked; it says so when it is asked, in milliseconds. */
const LOOK_EVERY_MS = 2_000

/** Any number will do: whether the screen is locked does not depend on how long nothing was touched. */
const IDLE_SECONDS = 60

type Monitor = Pick<PowerMonitor, 'getSystemIdleState'> & {
  on(event: 'lock-screen' | 'suspend', listener: () => void): unknown
}

export interface LockWatch {
  /** Only in voice does anything depend on it. */
  setWatching(isWatching: boolean): void
}

/** Tells when the screen is locked and when the computer goes to sleep. */
export function watchLock(
  monitor: Monitor,
  platform: NodeJS.Platform,
  onLock: () => void,
): LockWatch {
  monitor.on('suspend', onLock)
  monitor.on('lock-screen', onLock)
  let timer: ReturnType<typeof setInterval> | undefined
  let wasLocked = false
  const look = (): void => {
    const isLocked = monitor.getSystemIdleState(IDLE_SECONDS) === 'locked'
    if (isLocked && !wasLocked) onLock()
    wasLocked = isLocked
  }
  return {
    setWatching(isWatching) {
      clearInterval(timer)
      if (isWatching && platform === 'linux') timer = setInterval(look, LOOK_EVERY_MS)
    },
  }
}
