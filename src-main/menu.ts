import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { IpcEventPayload } from '#shared/ipc/contract.ts'

type Command = IpcEventPayload<'app:command'>

export interface MenuOptions {
  readonly isMac: boolean
  /** Developer tools and reload are for developers; the packaged app has neither. */
  readonly isDevelopment: boolean
  readonly command: (command: Command) => void
  readonly showLogs: () => void
}

export function installMenu(options: MenuOptions): void {
  app.setAboutPanelOptions({ applicationName: 'Parley', applicationVersion: app.getVersion() })
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { isMac, command } = options
  const about: MenuItemConstructorOptions = {
    label: 'About Parley',
    click: () => command('about'),
  }
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => command('settings'),
  }
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const macMenu: MenuItemConstructorOptions = {
    label: 'Parley',
    submenu: [
      about,
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const fileMenu: MenuItemConstructorOptions = {
    label: '&File',
    submenu: isMac ? [{ role: 'close' }] : [settings, separator, { role: 'quit' }],
  }
  const viewMenu: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(options.isDevelopment
        ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
        : []),
    ],
  }
  const helpMenu: MenuItemConstructorOptions = {
    role: 'help',
    label: '&Help',
    submenu: [
      {
        label: 'Keyboard shortcuts',
        accelerator: 'CommandOrControl+/',
        click: () => command('shortcuts'),
      },
      { label: 'Show log files', click: options.showLogs },
      ...(isMac ? [] : [separator, about]),
    ],
  }
  return [
    ...(isMac ? [macMenu] : []),
    fileMenu,
    { role: 'editMenu', label: '&Edit' },
    viewMenu,
    { role: 'windowMenu', label: '&Window' },
    helpMenu,
  ]
}
