import { z } from 'zod'

export const windowStateSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(1),
  height: z.int().min(1),
  isMaximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const DEFAULT_WINDOW_STATE: WindowState = { width: 1240, height: 800, isMaximized: false }

/** Narrow enough for the one-column layout, large enough to stay usable. In points. */
export const MIN_WIDTH = 360
export const MIN_HEIGHT = 480

/** This much of the window must be on a screen, so that it can be seen and dragged. In points. */
const VISIBLE_EDGE = 80

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Fits a remembered window to the screens of today: a position on a screen that was unplugged is
 * forgotten (the system then centres the window), a size larger than the screen is cut.
 *
 * @param screens work areas, the primary one first
 */
export function fitToScreens(state: WindowState, screens: readonly Area[]): WindowState {
  const home = screens.find((screen) => isReachable(state, screen)) ?? screens[0]
  const width = Math.max(MIN_WIDTH, Math.min(state.width, home?.width ?? state.width))
  const height = Math.max(MIN_HEIGHT, Math.min(state.height, home?.height ?? state.height))
  const { x, y, isMaximized } = state
  const isVisible = screens.some((screen) => isReachable(state, screen))
  return isVisible && x !== undefined && y !== undefined
    ? { x, y, width, height, isMaximized }
    : { width, height, isMaximized }
}

/** The title bar, by which a window is dragged, is what has to be within reach. */
function isReachable({ x, y, width }: WindowState, screen: Area): boolean {
  if (x === undefined || y === undefined) return false
  const overlap = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return overlap >= VISIBLE_EDGE && y >= screen.y && y <= screen.y + screen.height - VISIBLE_EDGE
}
