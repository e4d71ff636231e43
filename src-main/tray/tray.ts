import { Menu, nativeImage, Tray } from 'electron'
import { join } from 'node:path'
import type { ShownCall } from '#shared/ipc/ringing.ts'
import type { RingWay } from '../ringing/ring-layer.ts'
import {
  trayMenu,
  trayPicture,
  trayWords,
  type TrayPicture,
  type TrayState,
  type TrayVerbs,
} from './tray-menu.ts'

/** Often enough for minutes. */
const LOOK_AT_CLOCK_EVERY_MS = 10_000

export interface AppTray extends RingWay {
  /** The call that one makes or is in. */
  show(call: ShownCall | null): void
}

/** The icon in the tray: always there, so that a window that was closed is found again. */
export function createTray(options: {
  /** With `idle.png` and the like. */
  readonly folder: string
  readonly verbs: TrayVerbs
  readonly now: () => number
  readonly isThere: () => boolean
}): AppTray {
  const { verbs, now } = options
  let state: TrayState = { ringing: null, call: null }
  let drawn = ''
  const tray = new Tray(pictureIn(options.folder, 'idle'))
  // On macOS a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', () => verbs.open())

  const draw = (): void => {
    const words = trayWords(state, now())
    const next = JSON.stringify([
      trayPicture(state),
      words,
      state.call?.isMuted,
      state.call?.isSharing,
    ])
    // A menu that is open may be replaced only when something is new.
    if (next === drawn) return
    drawn = next
    tray.setImage(pictureIn(options.folder, trayPicture(state)))
    tray.setToolTip(words === null ? 'Parley' : `Parley: ${words}`)
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, now(), verbs)))
  }
  const change = (part: Partial<TrayState>): void => {
    state = { ...state, ...part }
    draw()
  }
  draw()
  setInterval(draw, LOOK_AT_CLOCK_EVERY_MS).unref()

  return {
    show: (call) => change({ call }),
    start: ({ call, isTest }) => change({ ringing: isTest ? null : call }),
    stop: () => change({ ringing: null }),
    report: () => [
      options.isThere()
        ? { layer: 'Tray', ok: true, detail: 'The icon in the tray changes while it rings.' }
        : { layer: 'Tray', ok: false, detail: 'This desktop shows no icons of programs.' },
    ],
  }
}

/** macOS colours a template by itself, as its menu bar needs it. */
const pictureIn = (folder: string, picture: TrayPicture) =>
  nativeImage.createFromPath(
    join(folder, process.platform === 'darwin' ? `${picture}Template.png` : `${picture}.png`),
  )
