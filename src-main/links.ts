import { dialog, shell, type BrowserWindow } from 'electron'

/**
 * Opens a link in the system's browser after showing where it leads. Only web and mail addresses
 * reach this point (the contract says so), and the URL is written anew by the parser, so that what
 * is shown is what is opened.
 */
export async function openLink(window: BrowserWindow, text: string): Promise<void> {
  const url = new URL(text)
  const destination = url.protocol === 'mailto:' ? url.pathname : url.host
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Open ${destination}?`,
    detail: url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  })
  if (response === 0) await shell.openExternal(url.href)
}
