import { app, nativeTheme, type BrowserWindow } from 'electron'
import type { Credentials } from '../credentials.ts'
import type { HostSupervisor } from '../host/host-supervisor.ts'
import { openLink } from '../links.ts'
import type { SettingsKeeper } from '../settings.ts'
import type { IpcHandlers } from './serve-requests.ts'

export interface HandlerDependencies {
  readonly settings: SettingsKeeper
  readonly credentials: Credentials
  readonly supervisor: HostSupervisor
  readonly showLogs: () => void
  /** Returns each notice once. */
  readonly takeNotices: () => string[]
  readonly window: () => BrowserWindow | null
}

/** What each request of the contract does. Logic lives in the modules; this only connects. */
export function createHandlers(dependencies: HandlerDependencies): IpcHandlers {
  const { settings, credentials, supervisor } = dependencies
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
    'credentials:get': ({ origin }) => credentials.get(origin),
    'credentials:set': async ({ origin, token }) => {
      await credentials.set(origin, token)
      return null
    },
    'links:open': async ({ url }) => {
      const window = dependencies.window()
      if (window) await openLink(window, url)
      return null
    },
  }
}

/** `PORT` wins, as it does for the server alone. */
const hostingPort = (settings: SettingsKeeper): string =>
  process.env['PORT'] ?? String(settings.get().hosting.port)
