/** What the system lets us do about the microphone. */
export interface MicrophoneAccess {
  /** Asks the person where the system wants that; @returns whether it may be used. */
  ask(): Promise<boolean>
  /** @returns whether the system has a place for it that could be opened */
  openSettings(): Promise<boolean>
}

/** The part of Electron that is used, so that tests need no system. */
interface MicrophoneSystem {
  readonly platform: NodeJS.Platform
  /** Of Electron; macOS alone has it. */
  readonly askForMediaAccess: (kind: 'microphone') => Promise<boolean>
  readonly openExternal: (url: string) => Promise<void>
}

/** Where each system keeps the switch. Linux desktops have none that could be opened by address. */
const SETTINGS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
  win32: 'ms-settings:privacy-microphone',
}

export function createMicrophoneAccess(system: MicrophoneSystem): MicrophoneAccess {
  const { platform } = system
  return {
    // The system shows its question once; afterwards it answers with what was chosen.
    ask: async () => platform !== 'darwin' || system.askForMediaAccess('microphone'),
    async openSettings() {
      const url = SETTINGS[platform]
      if (url === undefined) return false
      return system.openExternal(url).then(
        () => true,
        () => false,
      )
    },
  }
}
