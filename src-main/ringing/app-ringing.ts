import { app, globalShortcut, Notification, type BrowserWindow, type WebContents } from 'electron'
import { randomUUID } from 'node:crypto'
import { CALL_WINDOW_CHANNEL } from '#shared/ipc/channels.ts'
import { callWindowRequests } from '#shared/ipc/call-window.ts'
import { CALL_WINDOW_PATH } from '../content-security-policy.ts'
import { serveRequests, tell } from '../ipc/serve-requests.ts'
import type { Log } from '../log.ts'
import { createOwnShortcuts } from '../own-shortcuts.ts'
import type { AppPaths } from '../paths.ts'
import type { SettingsKeeper } from '../settings.ts'
import { createTray, type AppTray } from '../tray/tray.ts'
import { createAnswerKeys } from './answer-keys.ts'
import { createCallNotification } from './call-notification.ts'
import { createCallWindow } from './call-window.ts'
import { createRinging, type Ringing } from './ringing.ts'
import { createTaskbarFlash } from './taskbar-flash.ts'

export interface AppRinging {
  readonly ringing: Ringing
  readonly tray: AppTray
}

/** Puts ringing together out of everything that this system has for it. */
export function createAppRinging(options: {
  readonly paths: AppPaths
  readonly settings: SettingsKeeper
  readonly appOrigin: string
  readonly window: () => BrowserWindow | null
  readonly contents: () => WebContents | null
  readonly showWindow: () => void
  readonly hasTray: () => boolean
  readonly log: Log
}): AppRinging {
  const { paths, settings, appOrigin, contents, log } = options
  /** The window, where the taskbar shows it. */
  const windowInTaskbar = (): BrowserWindow | null => {
    const window = options.window()
    const isThere = window && !window.isDestroyed() && (window.isVisible() || window.isMinimized())
    return isThere ? window : null
  }
  const tray = createTray({
    folder: paths.trayPictures,
    now: Date.now,
    isThere: options.hasTray,
    verbs: {
      open: options.showWindow,
      answer: (choice) => ringing.answer(choice),
      command: (command) => tell(contents(), 'ringing:command', command),
      quit: () => app.quit(),
    },
  })
  const keys = createAnswerKeys(createOwnShortcuts(globalShortcut), process.platform)
  const callWindow = createCallWindow({
    preload: paths.callWindowPreload,
    icon: paths.icon,
    pageUrl: appOrigin + CALL_WINDOW_PATH,
    settings: settings.get,
    keys: keys.held,
    isWatched: () => windowInTaskbar()?.isFocused() ?? false,
    isInTaskbar: () => windowInTaskbar() !== null,
    log,
  })
  const ringing = createRinging({
    ways: [
      callWindow,
      createCallNotification({
        platform: process.platform,
        isSupported: () => Notification.isSupported(),
        create: (content) => new Notification(content),
      }),
      createTaskbarFlash({ window: windowInTaskbar, dock: app.dock ?? null }),
      keys,
      tray,
    ],
    quietHours: () => settings.get().quietHours,
    now: () => new Date(),
    newUuid: randomUUID,
    tell: (answer) => tell(contents(), 'ringing:answered', answer),
    openApp: options.showWindow,
    warn: log.warn,
  })
  serveRequests({
    table: callWindowRequests,
    channel: CALL_WINDOW_CHANNEL,
    handlers: callWindow.handlers,
    contents: callWindow.contents,
    appOrigin,
    log,
  })
  return { ringing, tray }
}

/** A page that loads again, or crashed, hears nothing; the next one says what rings and what goes on. */
export function watchPageOfRinging(window: BrowserWindow, { ringing, tray }: AppRinging): void {
  const lose = (): void => {
    ringing.losePage()
    tray.show(null)
  }
  const { webContents: contents } = window
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) lose()
  })
  contents.on('render-process-gone', lose)
  window.on('closed', () => {
    tray.show(null)
    ringing.ring(null)
  })
}
