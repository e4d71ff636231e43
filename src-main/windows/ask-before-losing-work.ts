import { dialog, type BrowserWindow } from 'electron'

/**
 * The page holds on to something that is not saved, such as a recording of voice. A browser asks about
 * that by itself; Electron leaves the window open without a word.
 */
export function askBeforeLosingWork(window: BrowserWindow, onStay: () => void): void {
  window.webContents.on('will-prevent-unload', (event) => {
    window.show()
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'A recording is not saved yet',
      detail: 'Stop it first to keep what was recorded. If you close Parley now, it is lost.',
      buttons: ['Go on recording', 'Close and lose it'],
      defaultId: 0,
      cancelId: 0,
    })
    // Here it means: do not heed the page, and close.
    if (answer === 1) event.preventDefault()
    else onStay()
  })
}
