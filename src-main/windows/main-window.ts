import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { JsonStore } from '../json-store.ts'
import { fitToScreens, MIN_HEIGHT, MIN_WIDTH, type WindowState } from './window-state.ts'

/** The page's own background (tokens.css), so that a window never flashes white before it is drawn. */
const BACKGROUND = { light: '#f4f6f5', dark: '#101514' }

export interface MainWindowOptions {
  readonly preload: string
  readonly icon: string
  readonly pageUrl: string
  readonly state: JsonStore<WindowState>
}

/** Opens the one window where it was left. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const screens = [
    screen.getPrimaryDisplay().workArea,
    ...screen.getAllDisplays().map((display) => display.workArea),
  ]
  const { x, y, width, height, isMaximized } = fitToScreens(options.state.get(), screens)
  const window = new BrowserWindow({
    width,
    height,
    ...(x !== undefined && y !== undefined ? { x, y } : {}),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    title: 'Parley',
    icon: options.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    options.state.set({ ...window.getNormalBounds(), isMaximized: window.isMaximized() })
  })
  void window.loadURL(options.pageUrl)
  return window
}
