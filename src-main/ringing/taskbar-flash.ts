import type { RingWay } from './ring-layer.ts'

/** What of the window and the dock is used. */
export interface TaskbarPlace {
  /** Null when there is no window, or when it has no place in the taskbar because it is hidden. */
  readonly window: () => { flashFrame(isOn: boolean): void } | null
  /** macOS. */
  readonly dock: { bounce(type: 'critical'): number; cancelBounce(id: number): void } | null
}

/** The window's place in the taskbar flashes; on macOS the icon in the dock bounces until somebody comes. */
export function createTaskbarFlash({ window, dock }: TaskbarPlace): RingWay {
  let end: (() => void) | null = null
  return {
    start({ isQuiet }) {
      if (isQuiet) return
      if (dock) {
        const bounce = dock.bounce('critical')
        end = () => dock.cancelBounce(bounce)
        return
      }
      const flashing = window()
      flashing?.flashFrame(true)
      end = flashing && (() => flashing.flashFrame(false))
    },
    stop() {
      end?.()
      end = null
    },
    report() {
      if (dock) return [{ layer: 'Taskbar', ok: true, detail: 'The icon in the dock bounced.' }]
      const detail = end
        ? 'The taskbar was asked to flash. Whether it does is up to your system.'
        : 'Parley’s window is hidden, so that the taskbar has nothing that could flash. The call window does it instead.'
      return [{ layer: 'Taskbar', ok: true, detail }]
    },
  }
}
