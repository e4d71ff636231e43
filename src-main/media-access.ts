import type { Captured } from '#shared/ipc/media-access.ts'

/** What the system lets us do about microphone, camera and screen. */
export interface MediaAccess {
  /** Asks the person where the system wants that; @returns whether it may be used. */
  ask(what: 'microphone' | 'camera'): Promise<boolean>
  /** @returns whether the system has a place for it that could be opened */
  openSettings(what: Captured): Promise<boolean>
}

/** The part of Electron that is used, so that tests need no system. */
interface MediaSystem {
  readonly platform: NodeJS.Platform
  /** Of Electron; macOS alone has it. */
  readonly askForMediaAccess: (what: 'microphone' | 'camera') => Promise<boolean>
  readonly openExternal: (url: string) => Promise<void>
}

const MAC_PRIVACY = 'x-apple.systempreferences:com.apple.preference.security?Privacy_'

/** Where each system keeps the switch. Linux desktops have none that could be opened by address. */
const SETTINGS: Partial<Record<NodeJS.Platform, Partial<Record<Captured, string>>>> = {
  darwin: {
    microphone: `${MAC_PRIVACY}Microphone`,
    camera: `${MAC_PRIVACY}Camera`,
    screen: `${MAC_PRIVACY}ScreenCapture`,
  },
  // Windows has no switch for the screen.
  win32: { microphone: 'ms-settings:privacy-microphone', camera: 'ms-settings:privacy-webcam' },
}

export function createMediaAccess(system: MediaSystem): MediaAccess {
  const { platform } = system
  return {
    // The system shows its question once; afterwards it answers with what was chosen.
    ask: async (what) => platform !== 'darwin' || system.askForMediaAccess(what),
    async openSettings(what) {
      const url = SETTINGS[platform]?.[what]
      if (url === undefined) return false
      return system.openExternal(url).then(
        () => true,
        () => false,
      )
    },
  }
}
