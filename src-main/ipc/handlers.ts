import { app, nativeTheme, type BrowserWindow } from 'electron'
import type { Credentials } from '../credentials.ts'
import type { Downloads } from '../downloads/downloads.ts'
import type { Backups } from '../host/backups.ts'
import type { HostSupervisor } from '../host/host-supervisor.ts'
import type { GlobalKeys } from '../keys/global-keys.ts'
import type { KeyAccess } from '../keys/key-access.ts'
import { openLink } from '../links.ts'
import type { MediaAccess } from '../media-access.ts'
import type { Notifications } from '../notifications.ts'
import type { AppRinging } from '../ringing/app-ringing.ts'
import type { Screens } from '../screens.ts'
import type { SettingsKeeper } from '../settings.ts'
import type { ipcRequests } from '#shared/ipc/contract.ts'
import type { HandlersOf } from './serve-requests.ts'

export interface HandlerDependencies {
  readonly settings: SettingsKeeper
  readonly credentials: Credentials
  readonly supervisor: HostSupervisor
  readonly backups: Backups
  readonly downloads: Downloads
  readonly notifications: Notifications
  readonly mediaAccess: MediaAccess
  readonly screens: Pick<Screens, 'choose' | 'list'>
  readonly keys: GlobalKeys
  readonly keyAccess: KeyAccess
  readonly ringing: AppRinging
  readonly showLogs: () => void
  /** Returns each notice once. */
  readonly takeNotices: () => string[]
  readonly window: () => BrowserWindow | null
}

/** What each request of the contract does. Logic lives in the modules; this only connects. */
export function createHandlers(dependencies: HandlerDependencies): HandlersOf<typeof ipcRequests> {
  const { settings, credentials, supervisor, downloads, notifications, keys } = dependencies
  return {
    'app:info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      platform: `${process.platform} ${process.arch}`,
      packaged: app.isPackaged,
    }),
    'app:take-notices': () => dependencies.takeNotices(),
    'app:show-logs': () => {
      dependencies.showLogs()
      return null
    },
    'settings:get': () => settings.get(),
    'settings:update': (patch) => {
      const updated = settings.update(patch)
      nativeTheme.themeSource = updated.theme
      return updated
    },
    'host:status': () => supervisor.status(),
    'host:start': ({ name }) => supervisor.start({ name, port: hostingPort(settings) }),
    'host:stop': () => supervisor.stop(),
    'host:back-up': () => dependencies.backups.backUp(),
    'host:restore': () => dependencies.backups.restore(),
    'credentials:get': ({ origin }) => credentials.get(origin),
    'credentials:set': async ({ origin, token }) => {
      await credentials.set(origin, token)
      return null
    },
    'notifications:show': (content) => {
      notifications.show(content)
      return null
    },
    'media-access:open-settings': ({ what }) => dependencies.mediaAccess.openSettings(what),
    'screens:list': () => dependencies.screens.list(),
    'screens:choose': ({ id }) => {
      dependencies.screens.choose(id)
      return null
    },
    'keys:status': () => keys.status(),
    'keys:use': (wish) => keys.use(wish),
    'keys:retry': () => keys.retry(),
    'keys:open-settings': () => dependencies.keyAccess.openSettings(),
    'app:set-badge': ({ count }) => {
      app.setBadgeCount(count)
      return null
    },
    'downloads:save': (wish) => downloads.save(wish),
    'downloads:cancel': ({ id }) => {
      downloads.cancel(id)
      return null
    },
    'downloads:show': ({ id }) => {
      downloads.showInFolder(id)
      return null
    },
    'ringing:ring': ({ call }) => {
      dependencies.ringing.ringing.ring(call)
      return null
    },
    'ringing:show': ({ call }) => {
      dependencies.ringing.tray.show(call)
      return null
    },
    'ringing:test': async () => [...(await dependencies.ringing.ringing.test())],
    'links:open': async ({ url }) => {
      const window = dependencies.window()
      if (window) await openLink(window, url)
      return null
    },
  }
}

/** `PORT` wins, as it does for the server alone. */
export const hostingPort = (settings: SettingsKeeper): string =>
  process.env['PORT'] ?? String(settings.get().hosting.port)
