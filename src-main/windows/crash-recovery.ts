import { app, dialog, type BrowserWindow } from 'electron'
import type { Log } from '../log.ts'

/** A page that crashes this often in a minute would crash again after another reload. */
const CRASHES_BEFORE_ASKING = 3
const CRASH_WINDOW_MS = 60_000

/** Brings the page back after a crash; asks the user when that does not help, or when it hangs. */
export function recoverFromCrashes(
  window: BrowserWindow,
  options: { readonly log: Log; readonly showLogs: () => void; readonly now: () => number },
): void {
  let crashTimes: number[] = []

  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    options.log.error('the page crashed', { reason: details.reason, code: details.exitCode })
    crashTimes = [...crashTimes, options.now()].filter(
      (time) => options.now() - time < CRASH_WINDOW_MS,
    )
    if (crashTimes.length < CRASHES_BEFORE_ASKING) return window.webContents.reload()
    void askAfterCrashes()
  })

  async function askAfterCrashes(): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'Parley’s window keeps crashing',
      detail:
        'A server that you host keeps running, and nothing that was sent is lost. ' +
        'Reload the window, or look into the log files for the reason.',
      buttons: ['Reload', 'Show log files', 'Quit'],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 2) return app.quit()
    if (response === 1) options.showLogs()
    crashTimes = []
    window.webContents.reload()
  }

  window.on('unresponsive', () => {
    options.log.warn('the page does not respond')
    void askWhileHanging()
  })

  async function askWhileHanging(): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'Parley’s window does not respond',
      detail: 'You can wait, or reload it. Nothing that was sent is lost.',
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 1) window.webContents.forcefullyCrashRenderer()
  }
}
