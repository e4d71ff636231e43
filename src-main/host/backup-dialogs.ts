import { app, dialog, type BrowserWindow } from 'electron'
import { join } from 'node:path'

const FILTERS = [{ name: 'Parley backup', extensions: ['tar'] }]

/** What somebody is asked before a backup or a restore. */
export function createBackupDialogs(window: () => BrowserWindow | null) {
  return {
    async askWhereTo(): Promise<string | null> {
      const parent = window()
      if (!parent) return null
      const day = new Date().toISOString().slice(0, 10)
      const { canceled, filePath } = await dialog.showSaveDialog(parent, {
        title: 'Back up the server',
        defaultPath: join(app.getPath('documents'), `parley-${day}.tar`),
        filters: FILTERS,
      })
      return canceled || filePath === '' ? null : filePath
    },

    async askWhich(): Promise<string | null> {
      const parent = window()
      if (!parent) return null
      const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
        title: 'Restore the server from a backup',
        properties: ['openFile'],
        filters: FILTERS,
      })
      return canceled ? null : (filePaths[0] ?? null)
    },

    async confirmRestore(name: string): Promise<boolean> {
      const parent = window()
      if (!parent) return false
      const { response } = await dialog.showMessageBox(parent, {
        type: 'warning',
        message: `Replace everything on this server with ${name}?`,
        detail:
          'People are disconnected until it is done. What is there now is kept in a file beside the new one.',
        buttons: ['Restore', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      return response === 0
    },
  }
}
