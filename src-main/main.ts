import { app, crashReporter, dialog } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { declareAppProtocol } from './app-protocol.ts'
import { startApp } from './app.ts'
import { isWayland, withPortal } from './keys/way-of-keys.ts'
import { createLog } from './log.ts'
import { bundlePaths } from './paths.ts'
import { lockDownPages } from './security.ts'

// The order matters: the data folder decides which instance counts as "the same app", sandboxing and
// schemes have to be declared before the app is ready.
const userData = process.env['PARLEY_USER_DATA']
if (userData) app.setPath('userData', userData)
const log = createLog(join(app.getPath('userData'), 'logs'), 'parley', () => new Date())

let isSaid = false
process.on('uncaughtException', (error) => {
  log.error('a fault was not caught', error)
  sayOnce()
})
process.on('unhandledRejection', (error) => log.error('a rejection was not caught', error))

crashReporter.start({ uploadToServer: false })
// Whoever passes --no-sandbox has to (root cannot have one, decision 0007); insisting on it would only
// keep the page from starting.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// A window in the tray counts as hidden, and its timers would be put off until a call is over that it
// should have rung for, or come back to.
app.commandLine.appendSwitch('disable-background-timer-throttling')
if (isWayland({ platform: process.platform, environment: process.env })) {
  const features = app.commandLine.getSwitchValue('enable-features')
  app.commandLine.appendSwitch('enable-features', withPortal(features))
}
declareAppProtocol()
lockDownPages(app, log)

const paths = bundlePaths(import.meta.dirname)
if (!app.requestSingleInstanceLock()) {
  // The other instance is told by Electron and comes to the front.
  app.quit()
} else if (!existsSync(join(paths.renderer, 'index.html'))) {
  dialog.showErrorBox(
    'Parley is not complete',
    'The window’s files are missing. Install Parley again, or run "npm run build" in a source tree.',
  )
  app.exit(1)
} else {
  app
    .whenReady()
    .then(() => startApp({ paths, log }))
    .catch((error: unknown) => {
      log.error('the app could not start', error)
      dialog.showErrorBox(
        'Parley could not start',
        `The reason is in ${join(app.getPath('userData'), 'logs', 'parley.log')}.`,
      )
      app.exit(1)
    })
}

/** A fault in here leaves the app running but not to be trusted; a box for each would be worse. */
function sayOnce(): void {
  if (isSaid) return
  isSaid = true
  dialog.showErrorBox(
    'Parley met a fault',
    'Something went wrong inside Parley. Your messages are safe. Please close it and start it again; ' +
      'the log files say what happened.',
  )
}
