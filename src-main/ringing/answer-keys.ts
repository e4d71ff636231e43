import type { OwnShortcuts } from '../own-shortcuts.ts'
import type { RingWay } from './ring-layer.ts'

/** Which keys answer from anywhere, as people write them; null for those that could not be had. */
export interface HeldKeys {
  readonly accept: string | null
  readonly decline: string | null
}

/**
 * Keys that answer wherever the focus is. They are held only while it rings: at other times they belong
 * to other programs, and one of them deafens in our own window.
 */
export function createAnswerKeys(
  shortcuts: OwnShortcuts,
  platform: NodeJS.Platform,
): RingWay & { held(): HeldKeys } {
  const words = (letter: string): string =>
    `${platform === 'darwin' ? 'Cmd' : 'Ctrl'}+Shift+${letter}`
  let held: HeldKeys = { accept: null, decline: null }
  const hold = (letter: string, onPress: () => void): string | null =>
    shortcuts.register(`CommandOrControl+Shift+${letter}`, onPress) ? words(letter) : null
  return {
    held: () => held,
    start({ answer }) {
      held = {
        accept: hold('A', () => answer({ kind: 'accept' })),
        decline: hold('D', () => answer({ kind: 'decline', text: null })),
      }
    },
    stop() {
      shortcuts.unregisterAll()
      held = { accept: null, decline: null }
    },
    report() {
      const missing = [held.accept ?? words('A'), held.decline ?? words('D')].filter(
        (key) => key !== held.accept && key !== held.decline,
      )
      const detail =
        missing.length === 0
          ? `${held.accept} accepts and ${held.decline} declines from any program while it rings.`
          : `${missing.join(' and ')} cannot be used: another program has it, or the system does not allow it.`
      return [{ layer: 'Keys', ok: missing.length === 0, detail }]
    },
  }
}
