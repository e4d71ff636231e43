/** Whether this system lets Parley listen to keys that are typed elsewhere. */
export interface KeyAccess {
  /** Asks the person, once while the app runs; @returns whether it is allowed now */
  ask(): boolean
  /** @returns whether the system has a place for it that could be opened */
  openSettings(): Promise<boolean>
}

/** The part of Electron that is used, so that tests need no system. */
interface KeySystem {
  readonly platform: NodeJS.Platform
  /** Of Electron; macOS alone has it. `isAsked` shows the system's own question. */
  readonly isTrustedAccessibilityClient: (isAsked: boolean) => boolean
  readonly openExternal: (url: string) => Promise<void>
}

const MAC_SETTINGS = 'x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility'

export function createKeyAccess(system: KeySystem): KeyAccess {
  const isMac = system.platform === 'darwin'
  let wasAsked = false
  return {
    ask() {
      if (!isMac) return true
      const isAsked = !wasAsked
      wasAsked = true
      return system.isTrustedAccessibilityClient(isAsked)
    },
    async openSettings() {
      if (!isMac) return false
      return system.openExternal(MAC_SETTINGS).then(
        () => true,
        () => false,
      )
    },
  }
}
