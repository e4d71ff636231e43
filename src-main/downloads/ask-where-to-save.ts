import { dialog, type BrowserWindow } from 'electron'

/** The system's own window, which also asks before it writes over a file. @returns null when cancelled */
export async function askWhereToSave(
  window: BrowserWindow | null,
  defaultPath: string,
): Promise<string | null> {
  const options = { defaultPath }
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? null : filePath
}
