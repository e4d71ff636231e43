import type { GlobalShortcut } from 'electron'

/** Shortcuts of the system that one part of the app has; those of the others are none of its business. */
export interface OwnShortcuts {
  /** @returns false when another program, or another part of the app, has it */
  register(accelerator: string, onPress: () => void): boolean
  /** Gives back what this part has. */
  unregisterAll(): void
}

export function createOwnShortcuts(
  system: Pick<GlobalShortcut, 'isRegistered' | 'register' | 'unregister'>,
): OwnShortcuts {
  const own = new Set<string>()
  return {
    register(accelerator, onPress) {
      if (system.isRegistered(accelerator) || !system.register(accelerator, onPress)) return false
      own.add(accelerator)
      return true
    },
    unregisterAll() {
      for (const accelerator of own) system.unregister(accelerator)
      own.clear()
    },
  }
}
