import type { ParleyBridge } from '#shared/ipc/contract.ts'
import { createBrowserPlatform } from './browser-platform.ts'
import { createElectronPlatform } from './electron-platform.ts'
import type { TextStorage } from './parsed-storage.ts'
import type { Platform } from './platform.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the desktop app; missing in a browser tab. */
    readonly parley?: ParleyBridge
  }
}

/** Forgets everything when the page is closed: for browsers that deny the page any storage. */
const noStorage: TextStorage = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
}

export function createPlatform(window: Window): Platform {
  if (window.parley) return createElectronPlatform(window.parley, storageOf(window))
  return createBrowserPlatform({
    homeServer: import.meta.env.VITE_SERVER_URL || window.location.origin,
    storage: storageOf(window),
    openWindow: (url) => window.open(url, '_blank', 'noopener,noreferrer'),
  })
}

function storageOf(window: Window): TextStorage {
  try {
    return window.localStorage
  } catch {
    // Reading the property itself throws where cookies are blocked.
    return noStorage
  }
}
