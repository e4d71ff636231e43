import {
  app,
  desktopCapturer,
  dialog,
  globalShortcut,
  nativeTheme,
  powerMonitor,
  safeStorage,
  session,
  shell,
  systemPreferences,
  type BrowserWindow,
} from 'electron'
import { randomUUID } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { REQUEST_CHANNEL } from '#shared/ipc/channels.ts'
import { ipcRequests } from '#shared/ipc/contract.ts'
import { APP_ORIGIN, serveAppProtocol } from './app-protocol.ts'
import { createCredentials, credentialsFileSchema } from './credentials.ts'
import { askWhereToSave } from './downloads/ask-where-to-save.ts'
import { createDownloads } from './downloads/downloads.ts'
import { createBackupDialogs } from './host/backup-dialogs.ts'
import { createBackups } from './host/backups.ts'
import { createHostSupervisor, type HostSupervisor } from './host/host-supervisor.ts'
import { serverOrigins } from './host/network-addresses.ts'
import { createServerCommandRunner } from './host/server-command.ts'
import { createServerSpawner } from './host/server-process.ts'
import { watchIdle } from './idle-watch.ts'
import { createHandlers, hostingPort } from './ipc/handlers.ts'
import { serveRequests, tell } from './ipc/serve-requests.ts'
import { openJsonStore } from './json-store.ts'
import { createKeyStore } from './key-store.ts'
import { forgetKeysWithPage } from './keys/forget-with-page.ts'
import { createGlobalKeys } from './keys/global-keys.ts'
import { createKeyAccess } from './keys/key-access.ts'
import { createListenerSpawner } from './keys/listener-process.ts'
import { watchLock } from './keys/lock-watch.ts'
import { isWayland } from './keys/way-of-keys.ts'
import type { Log } from './log.ts'
import { installMenu } from './menu.ts'
import { createMediaAccess } from './media-access.ts'
import { createOwnShortcuts } from './own-shortcuts.ts'
import type { AppPaths } from './paths.ts'
import { restrictPermissions } from './permissions.ts'
import { createScreens } from './screens.ts'
import { createNotifications } from './notifications.ts'
import { watchQuitting, type Quitting } from './quitting.ts'
import { createAppRinging, watchPageOfRinging } from './ringing/app-ringing.ts'
import { openSettings } from './settings.ts'
import { findTray } from './tray/find-tray.ts'
import { askBeforeLosingWork } from './windows/ask-before-losing-work.ts'
import { recoverFromCrashes } from './windows/crash-recovery.ts'
import { keepRunning } from './windows/keep-running.ts'
import { openMainWindow } from './windows/main-window.ts'
import { DEFAULT_WINDOW_STATE, windowStateSchema } from './windows/window-state.ts'

/** Puts the parts of the app together. Runs once, when Electron is ready. */
export function startApp({ paths, log }: { paths: AppPaths; log: Log }): void {
  const folder = app.getPath('userData')
  const now = (): Date => new Date()
  const notices: string[] = []
  const onSetAside = (sentence: string): void => {
    log.warn(sentence)
    notices.push(sentence)
  }

  const settings = openSettings({ folder, now, onSetAside })
  const credentials = createCredentials(
    openJsonStore({
      folder,
      now,
      onSetAside,
      name: 'credentials',
      version: 1,
      schema: credentialsFileSchema,
      fallback: {},
    }),
    createKeyStore(safeStorage, process.platform),
  )
  const windowState = openJsonStore({
    folder,
    now,
    name: 'window-state',
    version: 1,
    schema: windowStateSchema,
    fallback: DEFAULT_WINDOW_STATE,
    onSetAside: (sentence) => log.warn(sentence),
  })

  const logFolder = join(folder, 'logs')
  const bindAddress = process.env['HOST'] || '0.0.0.0'
  const program = {
    entry: paths.serverEntry,
    dataFolder: join(folder, 'server'),
    logFile: join(logFolder, 'server.log'),
    environment: process.env,
  }
  const supervisor = createHostSupervisor({
    spawn: createServerSpawner({ ...program, bindAddress }),
    addresses: (port) => serverOrigins(bindAddress, port, networkInterfaces()),
    now: () => Date.now(),
    random: Math.random,
    warn: log.warn,
  })

  const devUrl = app.isPackaged ? undefined : process.env['PARLEY_DEV_URL']
  const appOrigin = devUrl ? new URL(devUrl).origin : APP_ORIGIN
  const pageUrl = devUrl ?? `${APP_ORIGIN}/index.html`
  const showLogs = (): void => {
    void shell.openPath(logFolder)
  }

  let window: BrowserWindow | null = null
  const contents = () => (window && !window.isDestroyed() ? window.webContents : null)

  const backups = createBackups({
    ...createBackupDialogs(() => window),
    run: createServerCommandRunner({
      ...program,
      serverName: () => settings.get().hosting.name || 'Parley',
    }),
    supervisor,
    port: () => hostingPort(settings),
    onProgress: (job) => tell(contents(), 'host:job-progress', job),
  })

  nativeTheme.themeSource = settings.get().theme
  serveAppProtocol(paths.renderer)
  const isOnWayland = isWayland({ platform: process.platform, environment: process.env })
  const mediaAccess = createMediaAccess({
    platform: process.platform,
    askForMediaAccess: (what) => systemPreferences.askForMediaAccess(what),
    openExternal: (url) => shell.openExternal(url),
  })
  const screens = createScreens({
    getSources: (options) => desktopCapturer.getSources(options),
    asksItself: isOnWayland,
    isRefused: () =>
      process.platform === 'darwin' &&
      ['denied', 'restricted'].includes(systemPreferences.getMediaAccessStatus('screen')),
    now: () => performance.now(),
  })
  const keyAccess = createKeyAccess({
    platform: process.platform,
    isTrustedAccessibilityClient: (isAsked) =>
      systemPreferences.isTrustedAccessibilityClient(isAsked),
    openExternal: (url) => shell.openExternal(url),
  })
  const keys = createGlobalKeys({
    isWayland: isOnWayland,
    spawn: createListenerSpawner({
      entry: paths.keyListener,
      environment: process.env,
      warn: log.warn,
    }),
    shortcuts: createOwnShortcuts(globalShortcut),
    access: keyAccess,
    watchLock: (onLock) => watchLock(powerMonitor, process.platform, onLock),
    onStatus: (status) => tell(contents(), 'keys:status-changed', status),
    onHeard: (heard) => tell(contents(), 'keys:heard', heard),
    warn: log.warn,
  })
  restrictPermissions(session.defaultSession, { appOrigin, mediaAccess, screens })
  const downloads = createDownloads(session.defaultSession, {
    appOrigin,
    folder: () => app.getPath('downloads'),
    askWhere: (name) => askWhereToSave(window, join(app.getPath('downloads'), name)),
    newId: randomUUID,
    showProgress: (part) => {
      if (window && !window.isDestroyed()) window.setProgressBar(part)
    },
    showItem: (path) => shell.showItemInFolder(path),
    tell: (download) => tell(contents(), 'downloads:changed', download),
    tellSentence: (sentence) => tell(contents(), 'app:notice', sentence),
  })
  const quitting = watchQuitting(app)
  let hasTray = true
  void findTray(process.platform).then((isThere) => {
    hasTray = isThere
  })
  const ringing = createAppRinging({
    ...{ paths, settings, appOrigin, contents, log },
    window: () => window,
    showWindow: () => show(),
    hasTray: () => hasTray,
  })
  serveRequests({
    table: ipcRequests,
    channel: REQUEST_CHANNEL,
    handlers: createHandlers({
      settings,
      credentials,
      supervisor,
      backups,
      downloads,
      mediaAccess,
      screens,
      keys,
      keyAccess,
      ringing,
      notifications: createNotifications((tag) => {
        show()
        tell(contents(), 'notifications:clicked', { tag })
      }),
      showLogs,
      takeNotices: () => notices.splice(0),
      window: () => window,
    }),
    contents,
    appOrigin,
    log,
  })
  supervisor.onStatus((status) => tell(contents(), 'host:status-changed', status))
  watchIdle(powerMonitor, (isIdle) => tell(contents(), 'app:idle', { isIdle }))
  installMenu({
    isMac: process.platform === 'darwin',
    isDevelopment: !app.isPackaged,
    command: (command) => tell(contents(), 'app:command', command),
    showLogs,
  })

  const open = (): void => {
    const opened = openMainWindow({
      preload: paths.preload,
      icon: paths.icon,
      pageUrl,
      state: windowState,
    })
    window = opened
    keepRunning(opened, {
      settings,
      isQuitting: quitting.isUnderWay,
      findTray: () => findTray(process.platform),
      platform: process.platform,
    })
    forgetKeysWithPage(opened.webContents, keys)
    watchPageOfRinging(opened, ringing)
    recoverFromCrashes(opened, { log, showLogs, now: () => Date.now() })
    askBeforeLosingWork(opened, quitting.cancel)
    askBeforeLeavingPeopleAlone(opened, supervisor, quitting)
  }

  const show = (): void => {
    if (!window || window.isDestroyed()) return open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  open()
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('window-all-closed', () => {
    // On macOS an app lives on without a window, and so does the server that it hosts.
    if (process.platform !== 'darwin') app.quit()
  })
  stopServerBeforeQuitting(supervisor)
}

/** Closing the window of the host ends the conversation of everybody else, so it asks first. */
function askBeforeLeavingPeopleAlone(
  window: BrowserWindow,
  supervisor: HostSupervisor,
  quitting: Quitting,
): void {
  let confirmed = false
  window.on('close', (event) => {
    // Put away and not closed: the server goes on.
    if (event.defaultPrevented) return
    const status = supervisor.status()
    const others = status.phase === 'running' ? status.people - 1 : 0
    if (confirmed || others < 1 || process.platform === 'darwin') return
    event.preventDefault()
    // A question of a window that is put away would be put away as well.
    window.show()
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message: others === 1 ? 'Somebody is still here' : `${others} people are still here`,
        detail: 'This computer hosts the server. Closing Parley ends it for everybody.',
        buttons: ['Keep hosting', 'Close and stop hosting'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response !== 1) return quitting.cancel()
        confirmed = true
        window.close()
      })
  })
}

/** The server gets the time to say goodbye and to close its files. */
function stopServerBeforeQuitting(supervisor: HostSupervisor): void {
  app.on('will-quit', (event) => {
    if (supervisor.status().phase === 'off') return
    event.preventDefault()
    // In a later turn: while this event is under way, asking to quit again is ignored.
    void supervisor.stop().then(() => setImmediate(() => app.quit()))
  })
}
