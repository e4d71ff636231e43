import type { ParleyBridge } from '#shared/ipc/contract.ts'
import { createBrowserNotifications } from './browser-notifications.ts'
import { createRinger } from '../media/ringer.ts'
import { createBrowserPlatform } from './browser-platform.ts'
import { createBrowserRinging } from './browser-ringing.ts'
import { createElectronPlatform } from './electron-platform.ts'
import { watchPage } from './page-activity.ts'
import type { TextStorage } from './parsed-storage.ts'
import type { Platform } from './platform.ts'
import { saveFrom } from './save-file.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the desktop app; missing in a browser tab. */
    readonly parley?: ParleyBridge
  }
}

/** Pages that came over plain HTTP from another machine are told of no devices. */
type PageNavigator = Omit<Navigator, 'mediaDevices'> & { readonly mediaDevices?: MediaDevices }

/** Forgets everything when the page is closed: for browsers that deny the page any storage. */
const noStorage: TextStorage = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
}

export function createPlatform(window: Window): Platform {
  const tabStorage = storageOf(() => window.sessionStorage)
  if (window.parley) {
    return createElectronPlatform(
      window.parley,
      storageOf(() => window.localStorage),
      tabStorage,
    )
  }
  return createBrowserPlatform({
    homeServer: import.meta.env.VITE_SERVER_URL || window.location.origin,
    storage: storageOf(() => window.localStorage),
    tabStorage,
    notifications: createBrowserNotifications(window),
    createRinging: (settings) =>
      createBrowserRinging(window, {
        settings,
        ringer: createRinger({
          createContext: () => new AudioContext(),
          listDevices: async () =>
            (await (window.navigator as PageNavigator).mediaDevices?.enumerateDevices()) ?? [],
        }),
        now: () => new Date(),
      }),
    setBadge: (count) => setBadge(window.navigator, count),
    takeLink: () => takeHash(window),
    onIdle: (listener) => watchPage(window, listener),
    openWindow: (url) => window.open(url, '_blank', 'noopener,noreferrer'),
    download: saveFrom,
  })
}

/** Only for pages that somebody installed; elsewhere the title of the window has the number. */
function setBadge(navigator: Navigator, count: number): void {
  if ('setAppBadge' in navigator) void navigator.setAppBadge(count).catch(() => undefined)
}

/** The address with what is behind its hash, which is gone afterwards: a reload is no second click. */
function takeHash({ location, history }: Window): string | null {
  const { href, hash, pathname, search } = location
  if (hash === '') return null
  history.replaceState(history.state, '', pathname + search)
  return href
}

function storageOf(read: () => TextStorage): TextStorage {
  try {
    return read()
  } catch {
    // Reading the property itself throws where cookies are blocked.
    return noStorage
  }
}
