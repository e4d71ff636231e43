import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import type { callWindowRequests, CallWindowRing, HeardReport } from '#shared/ipc/call-window.ts'
import type { RingLayer } from '#shared/ipc/ringing.ts'
import type { Settings } from '#shared/ipc/settings.ts'
import type { HandlersOf } from '../ipc/serve-requests.ts'
import type { Log } from '../log.ts'
import type { HeldKeys } from './answer-keys.ts'
import { placeOn } from './place-call-window.ts'
import type { Ring, RingWay } from './ring-layer.ts'

/** The page's own background (tokens.css). */
const BACKGROUND = { light: '#ffffff', dark: '#1a2120' }

/** A page that crashes more often while one call rings would go on doing so. */
const CRASHES_MAX = 2

export interface CallWindowOptions {
  readonly preload: string
  readonly icon: string
  readonly pageUrl: string
  readonly settings: () => Settings
  readonly keys: () => HeldKeys
  /** Somebody is in front of the app's own window, which shows the call as well. */
  readonly isWatched: () => boolean
  /** Whether the app has a place in the taskbar already; without one, this window takes one. */
  readonly isInTaskbar: () => boolean
  readonly log: Log
}

export interface CallWindow extends RingWay {
  /** What the window's page may ask. */
  readonly handlers: HandlersOf<typeof callWindowRequests>
  contents(): Electron.WebContents | null
}

/** The small window of a ringing call. It plays the ring as well, because the page may be gone. */
export function createCallWindow(options: CallWindowOptions): CallWindow {
  let shown: { readonly window: BrowserWindow; readonly ring: Ring } | null = null
  let heard: HeardReport | null = null

  const close = (): void => {
    const { window } = shown ?? {}
    shown = null
    if (window && !window.isDestroyed()) window.destroy()
  }

  return {
    contents: () => (shown && !shown.window.isDestroyed() ? shown.window.webContents : null),
    start(ring) {
      close()
      heard = null
      if (ring.isQuiet) return
      const window = openWindow(options, ring.isTest)
      shown = { window, ring }
      window.on('closed', () => {
        if (shown?.window === window) shown = null
      })
    },
    stop: close,
    report: () => [soundLayer(heard), windowLayer(shown?.window ?? null)],
    handlers: {
      get() {
        if (!shown) throw new Error('There is no call')
        return toShow(shown.ring, options)
      },
      answer(answer) {
        // Of another call when the window was replaced while somebody clicked.
        if (shown?.ring.call.callId === answer.callId) shown.ring.answer(answer)
        return null
      },
      silence() {
        close()
        return null
      },
      heard(report) {
        heard = report
        return null
      },
    },
  }
}

function toShow({ call, isTest }: Ring, { settings, keys }: CallWindowOptions): CallWindowRing {
  const { ringVolume, ringDevice } = settings()
  return { ...call, isTest, volume: ringVolume, device: ringDevice, keys: keys() }
}

function openWindow(options: CallWindowOptions, isTest: boolean): BrowserWindow {
  const isMac = process.platform === 'darwin'
  const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
  const window = new BrowserWindow({
    ...placeOn(display.workArea),
    title: 'Incoming call',
    icon: options.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: options.isInTaskbar(),
    // On macOS a panel alone may be above another program's full screen.
    ...(isMac && { type: 'panel' }),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // It rings whether or not it is seen, and before anybody has clicked in it.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  window.setAlwaysOnTop(true, 'screen-saver')
  window.setVisibleOnAllWorkspaces(true, {
    visibleOnFullScreen: true,
    skipTransformProcessType: true,
  })
  window.once('ready-to-show', () => {
    if (isTest || !options.isWatched()) return show(window, options)
    // Two of it on one screen are one too many, until somebody looks elsewhere.
    const showNow = (): void => show(window, options)
    app.once('browser-window-blur', showNow)
    window.once('closed', () => app.off('browser-window-blur', showNow))
  })
  bringBack(window, options.log)
  void window.loadURL(options.pageUrl).catch((error: unknown) => {
    options.log.error('the call window could not be loaded', error)
  })
  return window
}

function show(window: BrowserWindow, options: CallWindowOptions): void {
  if (window.isDestroyed()) return
  // Whoever types elsewhere goes on typing there.
  window.showInactive()
  if (!options.isInTaskbar()) window.flashFrame(true)
}

function bringBack(window: BrowserWindow, log: Log): void {
  let crashes = 0
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log.error('the call window crashed', { reason, code: exitCode })
    crashes += 1
    if (crashes <= CRASHES_MAX) window.webContents.reload()
  })
}

const soundLayer = (heard: HeardReport | null): RingLayer => ({
  layer: 'Sound',
  ...(heard ?? { ok: false, detail: 'The call window did not get as far as playing the ring.' }),
})

function windowLayer(window: BrowserWindow | null): RingLayer {
  const layer = 'Call window'
  if (window === null || window.isDestroyed())
    return { layer, ok: false, detail: 'The call window was closed.' }
  if (!window.isVisible())
    return { layer, ok: false, detail: 'The call window could not be shown in time.' }
  return window.isAlwaysOnTop()
    ? { layer, ok: true, detail: 'The call window was shown above all others.' }
    : {
        layer,
        ok: false,
        detail: 'The call window was shown, but your system does not keep it above others.',
      }
}
