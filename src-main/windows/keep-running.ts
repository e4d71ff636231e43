import { dialog, type BrowserWindow } from 'electron'
import type { SettingsKeeper } from '../settings.ts'

export interface KeepRunningOptions {
  readonly settings: SettingsKeeper
  /** Somebody quits: then closing is closing. */
  readonly isQuitting: () => boolean
  readonly findTray: () => Promise<boolean>
  readonly platform: NodeJS.Platform
}

/**
 * A window that is closed is put away instead, if somebody wants that: calls ring only while the app
 * runs. The first time it asks. On macOS closing a window never ends an app, so there is no question.
 */
export function keepRunning(window: BrowserWindow, options: KeepRunningOptions): void {
  const { settings, platform } = options
  let isAsking = false
  window.on('close', (event) => {
    if (options.isQuitting()) return
    const wish = settings.get().keepsRunning ?? (platform === 'darwin' ? true : null)
    if (wish === false) return
    event.preventDefault()
    if (wish) return void putAway()
    if (!isAsking) void askOnce()
  })

  /** Where there is no tray, a hidden window could not be found again. */
  async function putAway(): Promise<void> {
    const hasTray = await options.findTray()
    if (window.isDestroyed()) return
    if (hasTray) window.hide()
    else window.minimize()
  }

  async function askOnce(): Promise<void> {
    isAsking = true
    const place = (await options.findTray()) ? 'as an icon in the tray' : 'minimised'
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Keep Parley running?',
      detail:
        `Calls ring and messages are announced only while Parley runs. It stays ${place}, and a ` +
        'server that you host goes on. You can change this under “Calls” in the settings.',
      buttons: ['Keep running', 'Quit'],
      defaultId: 0,
      cancelId: 0,
    })
    isAsking = false
    settings.update({ keepsRunning: response === 0 })
    if (response === 0) await putAway()
    else window.close()
  }
}
